package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.ParentProgram;
import dev.multiproc.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a child ended, as its parent is told. */
class ExitCodeIT extends InOpenSession {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 137, 143, 255})
    void itIsWhatTheChildExitsWith(int code) throws Exception {
        ChildProcess child = ended(() -> System.exit(code));
        assertThat(child.exitCode()).hasValue(code);
        checkFailure(child, code);
    }

    private static void checkFailure(ChildProcess child, int code) {
        if (code == 0) {
            assertThat(child.failure()).isEmpty();
        } else {
            assertThat(child.failure().orElseThrow())
                    .hasMessage("child process " + child.name() + " (pid "
                            + child.pid().orElseThrow() + ") ended with exit code " + code)
                    .hasNoCause();
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "-1, 255"})
    void theOperatingSystemKeepsEightBitsOfIt(int code, int kept) throws Exception {
        assertThat(ended(() -> System.exit(code)).exitCode()).hasValue(kept);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 129, 130, 143})
    void itIsWhatTheChildHaltsWith(int code) throws Exception {
        for (ProcessTask task : List.<ProcessTask>of(() -> halt(code), () -> haltInSession(code))) {
            ChildProcess child = ended(task);
            assertThat(child.exitCode()).hasValue(code);
            checkFailure(child, code);
        }
    }

    private static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** One that has asked for its session has joined it. */
    private static void haltInSession(int code) {
        Multiprocessing.current();
        halt(code);
    }

    @Test
    void itIsZeroAfterATaskThatReturns() throws Exception {
        ChildProcess child = ended(() -> {});
        assertThat(child.exitCode()).hasValue(0);
        assertThat(child.failure()).isEmpty();
    }

    @Test
    void itIsMinusNineAfterKill() throws Exception {
        ChildProcess child = blocked(() -> {});
        assertThat(child.exitCode()).isEmpty();
        assertThat(child.failure()).isEmpty();
        child.kill();
        child.join();
        assertThat(child.exitCode()).hasValue(-9);
        assertThat(child.failure()).isEmpty();
        child.kill();
        child.terminate();
    }

    @Test
    void itIsMinusFifteenAfterTerminate() throws Exception {
        ChildProcess child = blocked(() -> {});
        child.terminate();
        child.join();
        assertThat(child.exitCode()).hasValue(-15);
        child.terminate();
    }

    @Test
    void itIsMinusFifteenAlsoWhenShutdownHooksRunAtTheSignal() throws Exception {
        String file = directory.resolve("hook").toString();
        ChildProcess child = blocked(() -> Runtime.getRuntime().addShutdownHook(new Thread(() -> note(file))));
        child.terminate();
        child.join();
        assertThat(child.exitCode()).hasValue(-15);
        assertThat(Path.of(file)).hasContent("the hook ran");
    }

    private static void note(String file) {
        try {
            Files.writeString(Path.of(file), "the hook ran");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChildWhoseHookEndsItOtherwiseHasThatExitCode() throws Exception {
        ChildProcess child = blocked(() -> Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(4))));
        child.terminate();
        child.join();
        assertThat(child.exitCode()).hasValue(4);
    }

    @Test
    void anyOtherSignalIsItsNegativeNumberToo() throws Exception {
        assumeThat(Signals.isIgnored(Signals.INT))
                .as("children inherit it where it is ignored")
                .isFalse();
        ChildProcess child = blocked(() -> {});
        new ProcessBuilder("kill", "-INT", Long.toString(child.pid().orElseThrow()))
                .inheritIO()
                .start()
                .waitFor();
        child.join();
        assertThat(child.exitCode()).hasValue(-2);
    }

    @Test
    void threadsThatAreNoDaemonsAreWaitedFor() throws Exception {
        SharedQueue<String> go = mp.queue();
        SharedQueue<String> answers = mp.queue();
        ChildProcess child = mp.process(() -> {
                    new Thread(() -> {
                                try {
                                    answers.put("begun");
                                    answers.put(go.take());
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            })
                            .start();
                    throw new IllegalStateException("the thread goes on");
                })
                .start();
        assertThat(answers.take()).isEqualTo("begun");
        assertThat(child.isAlive()).isTrue();
        go.put("still here");
        child.join();
        assertThat(child.exitCode()).hasValue(1);
        assertThat(answers.take()).isEqualTo("still here");
    }

    @Test
    void anUncaughtExceptionIsOneAndArrivesWithTheChildsStackTrace() throws Exception {
        ChildProcess child = ended(() -> {
            throw new UnsupportedOperationException("no buns", new InterruptedException("flour"));
        });
        assertThat(child.exitCode()).hasValue(1);
        ChildFailedException failure = child.failure().orElseThrow();
        assertThat(failure)
                .hasMessage("the task of child process " + child.name()
                        + " failed: java.lang.UnsupportedOperationException: no buns")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
        assertThat(failure.getCause()).hasMessage("no buns").hasCauseInstanceOf(InterruptedException.class);
        assertThat(failure.getCause().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ExitCodeIT.class.getName()));
        assertThat(failure.remoteTrace())
                .startsWith("java.lang.UnsupportedOperationException: no buns\n\tat ")
                .contains("Caused by: java.lang.InterruptedException: flour");
    }

    @Test
    void anErrorIsOneToo() throws Exception {
        ChildProcess child = ended(() -> endless(1));
        assertThat(child.exitCode()).hasValue(1);
        assertThat(child.failure().orElseThrow()).hasCauseInstanceOf(StackOverflowError.class);
    }

    @SuppressWarnings("InfiniteRecursion") // What is tested.
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    static final class Unsendable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Object oven = new Object();

        @Override
        public String getMessage() {
            return oven == null ? "no oven" : "the oven cannot travel";
        }
    }

    @Test
    void anExceptionThatCannotTravelArrivesAsItsText() throws Exception {
        ChildProcess child = ended(() -> {
            throw new Unsendable();
        });
        assertThat(child.exitCode()).hasValue(1);
        ChildFailedException failure = child.failure().orElseThrow();
        assertThat(failure.getCause())
                .hasMessageContaining("the oven cannot travel")
                .hasMessageContaining("Unsendable");
        assertThat(failure.remoteTrace()).contains("Unsendable").contains("ExitCodeIT.java");
    }

    static final class FailingParent {
        public static void main(String[] arguments) throws Exception {
            try (Multiprocessing mp = Multiprocessing.open()) {
                ChildProcess child = mp.process("厨师 egon", () -> {
                            throw new IllegalStateException("没有包子");
                        })
                        .start();
                child.join();
                child.exitCode();
            }
        }
    }

    @Test
    void theStackTraceStandsOnStandardErrorUnderTheChildsName() throws Exception {
        try (ParentProgram parent = ParentProgram.start(FailingParent.class)) {
            assertThat(parent.exitCode()).isZero();
            List<String> errors = parent.errors();
            assertThat(errors).startsWith("Process 厨师 egon:", "java.lang.IllegalStateException: 没有包子");
            assertThat(errors.subList(2, errors.size())).allMatch(line -> line.startsWith("\tat "));
            assertThat(errors.get(2)).contains("ExitCodeIT$FailingParent");
            assertThat(parent.output()).isEmpty();
        }
    }
}
