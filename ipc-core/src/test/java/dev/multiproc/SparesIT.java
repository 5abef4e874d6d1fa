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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that are started ahead. */
@ExtendWith(LeavesNothingBehind.class)
class SparesIT {
    private static final String MAIN_CLASS = "dev.multiproc.internal.session.SpareMain";
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    /** Has spares, and then does what it is told to. */
    static final class Parent {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp =
                    Multiprocessing.open(Options.defaults().withSpares(2).withBaseDirectory(Path.of(arguments[1])));
            awaitSpares(ProcessHandle.current(), 2);
            mp.process(() -> System.out.println("done")).start().join();
            if (arguments[0].equals("wait")) {
                InOpenSession.waitForEver();
            }
        }
    }

    private static boolean isSpare(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(MAIN_CLASS);
        } catch (IOException e) {
            // It is gone.
            return false;
        }
    }

    private static List<ProcessHandle> spares(ProcessHandle parent) {
        return parent.descendants().filter(SparesIT::isSpare).toList();
    }

    private static List<ProcessHandle> awaitSpares(ProcessHandle parent, int count) {
        return await().atMost(START).until(() -> spares(parent), spares -> spares.size() == count);
    }

    @Test
    void aSpareBecomesTheChildAndAnotherComesInItsPlace() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withSpares(2))) {
            List<ProcessHandle> spares = awaitSpares(ProcessHandle.current(), 2);
            SharedQueue<Object> seen = mp.queue();
            ChildProcess child = mp.process("egon", () -> {
                        seen.put(Thread.currentThread().getName());
                        seen.put(System.in.read());
                        seen.put(spares(ProcessHandle.current()).size());
                    })
                    .start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(spares)
                    .extracting(ProcessHandle::pid)
                    .contains(child.pid().orElseThrow());
            assertThat(seen).as("name, end of input, spares of its own").containsExactly("egon", -1, 0);
            awaitSpares(ProcessHandle.current(), 2);
        }
        assertThat(spares(ProcessHandle.current())).isEmpty();
    }

    @Test
    void spareChildrenHaveTheOptionsToo() throws Exception {
        Path place = directory.toRealPath();
        Options options = Options.defaults()
                .withSpares(1)
                .withWorkingDirectory(place)
                .withEnvironment(Map.of("BUN", "pork"))
                .withJvmArgs("-Dbun=leek");
        try (Multiprocessing mp = Multiprocessing.open(options)) {
            awaitSpares(ProcessHandle.current(), 1);
            SharedQueue<String> seen = mp.queue();
            mp.process(() -> seen.put(Path.of("").toAbsolutePath() + " " + System.getenv("BUN") + " "
                            + System.getProperty("bun")))
                    .start();
            assertThat(seen.take()).isEqualTo(place + " pork leek");
        }
    }

    /** One that died is found dead when it is to be used, or before. */
    @Test
    void noTaskIsLostWhenSparesAreKilled() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withSpares(3))) {
            SharedQueue<Integer> done = mp.queue();
            for (int round = 0; round < 3; round++) {
                List<ProcessHandle> spares = awaitSpares(ProcessHandle.current(), 3);
                spares.forEach(ProcessHandle::destroyForcibly);
                await().until(() -> spares.stream().noneMatch(ParentProgram::isRunning));
                List<ChildProcess> children = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    children.add(mp.process(() -> done.put(number)).start());
                }
                for (ChildProcess child : children) {
                    child.join();
                    assertThat(child.exitCode()).hasValue(0);
                }
                assertThat(Stream.of(done.take(), done.take(), done.take())).containsExactlyInAnyOrder(0, 1, 2);
            }
        }
    }

    @Test
    void sparesEndWithTheirParentThatIsKilled() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "wait", directory.toString())) {
            parent.awaitLine("done");
            List<ProcessHandle> spares = awaitSpares(parent.process().toHandle(), 2);
            parent.process().destroyForcibly();
            await().atMost(END).until(() -> spares.stream().noneMatch(ParentProgram::isRunning));
            assertThat(parent.errors()).isEmpty();
        }
        Multiprocessing.clean(Options.defaults().withBaseDirectory(directory), false);
    }

    @Test
    void sparesDoNotKeepAProgramFromItsEnd() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "return", directory.toString())) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("done");
            assertThat(parent.errors()).isEmpty();
            assertThat(parent.family()).isEmpty();
        }
    }
}
