package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A parent and its children open sessions in one directory at the same moment. The kernel sees that the one has what the other
 * waits for, and takes processes for threads: whoever waits for a lock there is refused as if he were in a circle.
 */
@ExtendWith(LeavesNothingBehind.class)
class OpenTogetherIT {
    private static final int CHILDREN = 9;
    private static final int OPENS = 100 / (CHILDREN + 1);
    /** A second, on a machine that is not busy. */
    private static final Duration DAEMONS_END = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    /** Opens sessions together with its daemons, and says who they are. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            String base = arguments[0];
            Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(base)));
            SharedBarrier together = mp.barrier(CHILDREN + 1);
            SharedQueue<Object> answers = mp.queue();
            for (int i = 0; i < CHILDREN; i++) {
                mp.process(() -> {
                            answers.put(openSome(base, together));
                            answers.put("pid " + ProcessHandle.current().pid());
                            new CountDownLatch(1).await();
                        })
                        .daemon(true)
                        .start();
            }
            int opened = openSome(base, together);
            StringBuilder pids = new StringBuilder("pids");
            for (int i = 0; i < 2 * CHILDREN; i++) {
                Object answer = answers.take();
                if (answer instanceof Integer count) {
                    opened += count;
                } else {
                    pids.append(((String) answer).substring("pid".length()));
                }
            }
            System.out.println("opened " + opened);
            System.out.println(pids);
            new CountDownLatch(1).await();
        }

        private static int openSome(String base, SharedBarrier together) throws Exception {
            int opened = 0;
            for (int i = 0; i < OPENS; i++) {
                together.await();
                try (Multiprocessing other =
                        Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(base)))) {
                    opened += other.activeChildren().isEmpty() ? 1 : 0;
                } catch (MultiprocessingException e) {
                    System.err.println(e);
                }
            }
            return opened;
        }
    }

    @Test
    void allOpensSucceedAndDaemonsStillGoWithTheirParent() throws Exception {
        try (ParentProgram parent =
                ParentProgram.start(Parent.class, directory.resolve("base").toString())) {
            String opened = parent.awaitLine("opened");
            assertThat(opened).as(parent.errors().toString()).isEqualTo("opened " + OPENS * (CHILDREN + 1));
            List<ProcessHandle> daemons = Stream.of(parent.awaitLine("pids").split(" "))
                    .skip(1)
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            assertThat(daemons).hasSize(CHILDREN).allMatch(ParentProgram::isRunning);
            parent.process().destroyForcibly();
            await().pollInterval(Duration.ofMillis(20)).atMost(DAEMONS_END).untilAsserted(() -> assertThat(
                            daemons.stream().filter(ParentProgram::isRunning))
                    .isEmpty());
        }
    }

    /** The last one deletes the file that they lock, while the next ones open it. */
    @Test
    void nothingIsLeftInADirectoryOfTheUsers() throws Exception {
        Path shared = directory.resolve("shared");
        String path = shared.toString();
        Options options = Options.defaults().withBaseDirectory(shared);
        try (Multiprocessing mp = Multiprocessing.open()) {
            List<ChildProcess> children = Stream.generate(() -> mp.process(() -> {
                                for (int i = 0; i < 4 * OPENS; i++) {
                                    Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(path)))
                                            .close();
                                }
                            })
                            .start())
                    .limit(3)
                    .toList();
            for (ChildProcess child : children) {
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
            assertThat(shared).isEmptyDirectory();
        }
        Path own = Files.createFile(shared.resolve("of the user"));
        assertThat(Multiprocessing.clean(options, false)).isEmpty();
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            assertThat(mp.queue()).isEmpty();
        }
        try (Stream<Path> left = Files.list(shared)) {
            assertThat(left).containsExactly(own);
        }
    }
}
