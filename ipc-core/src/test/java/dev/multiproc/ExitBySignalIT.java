package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.ProcessFamily;
import dev.multiproc.testing.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that a signal ends is gone soon, whatever its children are at. */
@ExtendWith(LeavesNothingBehind.class)
class ExitBySignalIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    /** Has a child and a daemon that never end, and is at something that waits for the child. */
    static final class Program {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Options.defaults()
                    .withBaseDirectory(Path.of(arguments[1]))
                    .withExitGrace(Duration.ofMillis(Long.parseLong(arguments[2]))));
            startEndless(mp, "child", false);
            startEndless(mp, "daemon", true);
            switch (arguments[0]) {
                case "close" -> mp.close();
                case "hook" -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(mp::close));
                    new CountDownLatch(1).await();
                }
                case "return" -> {}
                case "exit" -> System.exit(7);
                case "join" -> {
                    ChildProcess child = mp.activeChildren().get(0);
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> joinInVain(child)));
                    new CountDownLatch(1).await();
                }
                default -> new CountDownLatch(1).await();
            }
        }
    }

    private static void joinInVain(ChildProcess child) {
        try {
            child.join();
        } catch (IllegalStateException | InterruptedException e) {
            System.out.println("left " + e.getMessage());
        }
    }

    private static void startEndless(Multiprocessing mp, String name, boolean daemon) throws InterruptedException {
        SharedQueue<Long> begun = mp.queue();
        mp.process(name, () -> {
                    begun.put(ProcessHandle.current().pid());
                    new CountDownLatch(1).await();
                })
                .daemon(daemon)
                .start();
        System.out.println(name + " " + begun.take());
    }

    private static long pid(ParentProgram program, String name) throws Exception {
        return Long.parseLong(program.awaitLine(name + " ").substring(name.length() + 1));
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).filter(ParentProgram::isRunning).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "wait, TERM, 143",
        "wait, INT, 130",
        "wait, HUP, 129",
        "close, TERM, 143",
        "hook, TERM, 143",
        "join, INT, 130",
        "return, TERM, 0",
        "exit, TERM, 7"
    })
    void theProgramLeavesChildrenBehindThatTakeTooLong(String at, String signal, int exitCode) throws Exception {
        try (ParentProgram program = ParentProgram.start(Program.class, at, directory.toString(), "500")) {
            long child = pid(program, "child");
            // Where main returns it may be gone already.
            long daemon = pid(program, "daemon");
            if (at.equals("return") || at.equals("exit")) {
                await().atMost(LIMIT).until(() -> !isRunning(daemon));
            }
            Signals.send(signal, program.process().pid());
            // After main has returned the JVM's own end and the signal's are side by side.
            assertThat(program.exitCode()).isIn(exitCode, at.equals("return") ? 143 : exitCode);
            assertThat(isRunning(child)).isTrue();
            await().atMost(LIMIT).until(() -> !isRunning(daemon));
            // The last one who leaves removes the session.
            Signals.send("TERM", child);
            program.awaitFamilysEnd();
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left.filter(Files::isDirectory)).as("sessions").isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aChildDoesNotWaitForItsChildren(String signal) throws Exception {
        assumeThat(signal.equals("INT") && Signals.isIgnored(Signals.INT))
                .as("children inherit it where it is ignored")
                .isFalse();
        ProcessFamily family = new ProcessFamily();
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withEnvironment(family.environment()))) {
            SharedQueue<Long> pids = mp.queue();
            SharedQueue<String> words = mp.queue();
            ChildProcess child = mp.process(() -> haveChildren(pids, words)).start();
            try {
                List<ProcessHandle> grandchildren = List.of(next(pids), next(pids));
                Signals.send(signal, child.pid().orElseThrow());
                assertThat(child.join(LIMIT)).as("the child's end").isTrue();
                assertThat(child.exitCode()).hasValue(signal.equals("TERM") ? -15 : -2);
                assertThat(words.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("the parent is dead");
                await().atMost(LIMIT).until(() -> grandchildren.stream().noneMatch(ParentProgram::isRunning));
            } catch (AssertionError e) {
                family.dumpThreads();
                throw e;
            } finally {
                family.kill();
            }
        }
    }

    private static void haveChildren(SharedQueue<Long> pids, SharedQueue<String> words) throws Exception {
        Multiprocessing session = Multiprocessing.current();
        session.process(() -> {
                    ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
                    pids.put(ProcessHandle.current().pid());
                    await().forever().until(() -> !parent.isAlive());
                    words.put("the parent is dead");
                })
                .start();
        session.process(() -> {
                    pids.put(ProcessHandle.current().pid());
                    new CountDownLatch(1).await();
                })
                .daemon(true)
                .start();
        new CountDownLatch(1).await();
    }

    private static ProcessHandle next(SharedQueue<Long> pids) throws InterruptedException {
        Long pid = pids.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(pid).as("the pid of a grandchild").isNotNull();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Ends with an exception, while a child goes on for a while. */
    static final class Failing {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                startEndless(mp, "child", false);
                throw new IllegalStateException("what nobody would see");
            }
        }
    }

    @Test
    void closeSaysWhomItWaitsFor() throws Exception {
        try (ParentProgram program = ParentProgram.start(Failing.class)) {
            long child = pid(program, "child");
            String said = "multiproc: close() waits for the end of child (pid " + child + ")";
            await().atMost(LIMIT).until(() -> program.allErrors().contains(said));
            Signals.send("TERM", child);
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.allErrors()).filteredOn(said::equals).hasSize(1);
            assertThat(program.errors()).anyMatch(line -> line.contains("what nobody would see"));
        }
    }
}
