package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of children and of the session's directory when the parent is killed. */
@ExtendWith(LeavesNothingBehind.class)
class ParentDeathIT {
    private static final Duration START = Duration.ofSeconds(30);
    /** A second, on a machine that is not busy. */
    private static final Duration DAEMONS_END = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    private Path base() {
        return directory.resolve("base");
    }

    /** Told where its session is to be, what to do, and which file its children write. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(Path.of(arguments[0])));
            switch (arguments[1]) {
                case "daemons" -> startDaemons(mp);
                case "workers" -> startWorkers(mp, arguments[2]);
                case "orphan" -> startOrphan(mp, arguments[2]);
                default -> throw new IllegalArgumentException(arguments[1]);
            }
            new CountDownLatch(1).await();
        }

        private static void startDaemons(Multiprocessing mp) throws InterruptedException {
            SharedQueue<Long> pids = mp.queue();
            mp.process(() -> {
                        pids.put(ProcessHandle.current().pid());
                        for (long i = 0; i >= 0; i++) {
                            // It computes, and does not touch the library.
                        }
                    })
                    .daemon(true)
                    .start();
            mp.process(() -> {
                        pids.put(ProcessHandle.current().pid());
                        Multiprocessing.current().queue().take();
                    })
                    .daemon(true)
                    .start();
            System.out.println("pids " + pids.take() + " " + pids.take());
        }

        private static void startWorkers(Multiprocessing mp, String file) throws InterruptedException {
            SharedQueue<Integer> numbers = mp.queue();
            SharedQueue<String> started = mp.queue();
            mp.process(() -> {
                        started.put("producer");
                        awaitFile(file + ".go");
                        for (int i = 0; i < 1000; i++) {
                            numbers.put(i);
                        }
                        numbers.shutdown();
                    })
                    .start();
            mp.process(() -> {
                        started.put("consumer");
                        int sum = 0;
                        for (int i = 0; i < 1000; i++) {
                            sum += numbers.take();
                        }
                        Files.writeString(Path.of(file), Integer.toString(sum));
                    })
                    .start();
            started.take();
            started.take();
            System.out.println("started");
        }

        private static void startOrphan(Multiprocessing mp, String file) throws InterruptedException {
            SharedQueue<String> started = mp.queue();
            mp.process(() -> {
                        started.put("started");
                        awaitFile(file + ".go");
                        ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
                        String seen = parent.name() + " " + parent.pid() + " " + parent.isAlive();
                        // It can have children of its own still.
                        Multiprocessing.current()
                                .process(() -> Files.writeString(Path.of(file), seen))
                                .start();
                    })
                    .start();
            started.take();
            System.out.println("started");
        }

        private static void awaitFile(String file) {
            await().atMost(START).until(() -> Files.exists(Path.of(file)));
        }
    }

    private ParentProgram start(String... arguments) throws IOException {
        return ParentProgram.start(
                Parent.class,
                Stream.concat(Stream.of(base().toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private List<Path> sessions() throws IOException {
        try (Stream<Path> entries = Files.list(base())) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void daemonsAreGoneSoonAndTheSessionWithThem() throws Exception {
        try (ParentProgram parent = start("daemons")) {
            List<ProcessHandle> daemons = Stream.of(parent.awaitLine("pids").split(" "))
                    .skip(1)
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            assertThat(daemons).hasSize(2).allMatch(ParentProgram::isRunning);
            assertThat(sessions()).hasSize(1);
            parent.process().destroyForcibly();
            await().pollInterval(Duration.ofMillis(20)).atMost(DAEMONS_END).untilAsserted(() -> assertThat(
                            daemons.stream().filter(ParentProgram::isRunning))
                    .isEmpty());
            // The last of them removes the session, if a busy machine lets it in half a second; else who comes next
            // does.
            Multiprocessing.clean(Options.defaults().withBaseDirectory(base()), false);
            assertThat(sessions()).isEmpty();
            assertThat(parent.errors()).isEmpty();
        }
    }

    @Test
    void otherChildrenFinishTheirWorkAndTheLastRemovesTheSession() throws Exception {
        Path result = directory.resolve("sum");
        try (ParentProgram parent = start("workers", result.toString())) {
            parent.awaitLine("started");
            parent.process().destroyForcibly().waitFor();
            assertThat(parent.family()).hasSize(2);
            Files.createFile(Path.of(result + ".go"));
            parent.awaitFamilysEnd();
            assertThat(result).hasContent("499500");
            assertThat(sessions()).isEmpty();
            assertThat(parent.errors()).isEmpty();
        }
    }

    @Test
    void anOrphanStillKnowsWhoItsParentWas() throws Exception {
        Path result = directory.resolve("parent");
        try (ParentProgram parent = start("orphan", result.toString())) {
            parent.awaitLine("started");
            parent.process().destroyForcibly().waitFor();
            Files.createFile(Path.of(result + ".go"));
            parent.awaitFamilysEnd();
            assertThat(parent.errors()).isEmpty();
            assertThat(result).hasContent("MainProcess " + parent.process().pid() + " false");
            assertThat(sessions()).isEmpty();
        }
    }
}
