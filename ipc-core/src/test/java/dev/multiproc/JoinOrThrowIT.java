package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.ParentProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child that ended badly is not overlooked. */
class JoinOrThrowIT extends InOpenSession {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aChildThatEndsWellThrowsNothing() throws Exception {
        ChildProcess child = mp.process(() -> {}).start();
        child.joinOrThrow();
        child.joinOrThrow(Duration.ZERO);
        assertThat(child.failure()).isEmpty();
    }

    @Test
    void whatTheTaskThrewIsTheCause() throws Exception {
        ChildProcess child = mp.process("cook", () -> {
                    throw new IllegalArgumentException("no buns");
                })
                .start();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ChildFailedException.class)
                    .isThrownBy(() -> child.joinOrThrow(LONG))
                    .withMessage("the task of child process cook failed: java.lang.IllegalArgumentException: no buns")
                    .withCauseInstanceOf(IllegalArgumentException.class)
                    .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(1))
                    // It is thrown here, and says so.
                    .satisfies(failure -> assertThat(failure.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().startsWith("lambda$whatTheTaskThrew")));
        }
    }

    @Test
    void anExitCodeAndASignalAreThrown() throws Exception {
        ChildProcess exits = mp.process("exits", () -> System.exit(7)).start();
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(exits::joinOrThrow)
                .withMessage("child process exits (pid " + exits.pid().orElseThrow() + ") ended with exit code 7")
                .withNoCause();
        ChildProcess killed = blocked(() -> {});
        ProcessHandle.of(killed.pid().orElseThrow()).orElseThrow().destroyForcibly();
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(killed::joinOrThrow)
                .withMessageEndingWith(") was ended by signal 9")
                .satisfies(failure -> assertThat(failure.signal()).hasValue(9))
                .satisfies(failure -> assertThat(failure.lastLines()).isEmpty());
        assertThat(killed.failure()).isPresent();
    }

    @Test
    void aChildThatThisProcessEndsHasNotDoneItsWorkButHasNotFailed() throws Exception {
        ChildProcess child = blocked(() -> {});
        child.terminate();
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::joinOrThrow)
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(-15));
        assertThat(child.failure()).isEmpty();
    }

    @Test
    void theTimeCanBeUp() throws Exception {
        ChildProcess child = blocked(() -> {});
        for (Duration time : List.of(Duration.ofMillis(10), Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> child.joinOrThrow(time))
                    .withMessageContaining("name=" + child.name());
        }
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitAndNotTheChild() throws Exception {
        ChildProcess child = blocked(() -> {});
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(child::joinOrThrow);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> child.joinOrThrow(LONG));
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void beforeTheStartThereIsNothingToWaitFor() {
        ChildProcess child = mp.process("late", () -> {});
        assertThatIllegalStateException().isThrownBy(child::joinOrThrow).withMessageContaining("name=late");
        assertThatIllegalStateException().isThrownBy(() -> child.joinOrThrow(LONG));
    }

    /** Has children that end in all ways; told whether to close its session, and whether to be told. */
    static final class Careless {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Options options = Options.defaults()
                    .withFailuresReported(!arguments[0].equals("silent"))
                    .withOutput(ChildOutput.discard());
            Multiprocessing mp = Multiprocessing.open(options);
            start(mp, "well", () -> {}).join();
            SharedQueue<String> ready = mp.queue();
            ChildProcess killed = start(mp, "killed", () -> {
                ready.put("ready");
                waitForEver();
            });
            ready.take();
            ProcessHandle.of(killed.pid().orElseThrow()).orElseThrow().destroyForcibly();
            killed.join();
            start(mp, "throws", () -> {
                throw new IllegalStateException("no buns");
            });
            start(mp, "halts", () -> Runtime.getRuntime().halt(5)).join();
            for (String name : List.of("asked", "failure", "onExit", "joinOrThrow")) {
                ask(name, start(mp, name, () -> System.exit(6)));
            }
            ChildProcess terminated = start(mp, "terminated", InOpenSession::waitForEver);
            terminated.terminate();
            mp.process("daemon", InOpenSession::waitForEver).daemon(true).start();
            if (!arguments[0].equals("leave")) {
                mp.close();
                mp.close();
            }
        }

        private static ChildProcess start(Multiprocessing mp, String name, ProcessTask task) {
            ChildProcess child = mp.process(name, task).start();
            System.out.println(name + " " + child.pid().orElseThrow());
            return child;
        }

        private static void ask(String how, ChildProcess child) throws InterruptedException {
            switch (how) {
                case "onExit" -> child.onExit().join();
                case "joinOrThrow" -> {
                    try {
                        child.joinOrThrow();
                    } catch (ChildFailedException e) {
                        System.out.println("known");
                    }
                }
                case "failure" -> {
                    child.join();
                    child.failure();
                }
                default -> {
                    child.join();
                    child.exitCode();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "leave"})
    void theEndOfTheSessionNamesThoseThatNobodyAskedAbout(String end) throws Exception {
        try (ParentProgram program = ParentProgram.start(Careless.class, end)) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.errors())
                    .containsExactlyInAnyOrder(
                            line(program, "killed", "was ended by signal 9"),
                            line(program, "throws", "ended with exit code 1"),
                            line(program, "halts", "ended with exit code 5"));
        }
    }

    private static String line(ParentProgram program, String name, String how) throws Exception {
        return "multiproc: child process " + name + " (pid "
                + program.awaitLine(name + " ").substring(name.length() + 1) + ") " + how;
    }

    @Test
    void unlessItIsToBeSilent() throws Exception {
        try (ParentProgram program = ParentProgram.start(Careless.class, "silent")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.errors()).isEmpty();
        }
    }
}
