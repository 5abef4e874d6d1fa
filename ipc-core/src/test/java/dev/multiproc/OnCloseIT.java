package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Multiprocessing#onClose} is given is done however a session ends. */
@ExtendWith(LeavesNothingBehind.class)
class OnCloseIT {
    private final List<String> done = new ArrayList<>();

    @Test
    void actionsRunBeforeTheSessionEndsTheLastOneFirst() {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            queue.add("left over");
            mp.onClose(() -> done.add("first"));
            Runnable withdraw = mp.onClose(() -> done.add("withdrawn"));
            mp.onClose(() -> done.add(queue.poll()));
            mp.onClose(() -> mp.onClose(() -> done.add("by an action")));
            withdraw.run();
        }
        assertThat(done).containsExactly("by an action", "left over", "first");
    }

    @Test
    void anActionMayUseChildren() {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> queue = mp.queue();
            mp.onClose(() -> {
                mp.process(() -> queue.put("a child")).start();
                done.add(mp.activeChildren().get(0).name());
            });
        }
        assertThat(done).containsExactly("ChildProcess-1");
    }

    @Test
    void aFailureKeepsNothingElseFromBeingDone() {
        Multiprocessing mp = Multiprocessing.open();
        mp.onClose(() -> done.add("the other"));
        mp.onClose(() -> {
            throw new IllegalArgumentException("mine");
        });
        assertThatThrownBy(mp::close)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mine");
        assertThat(done).containsExactly("the other");
        assertThatIllegalStateException().isThrownBy(mp::queue).withMessageContaining("closed");
        mp.close();
        assertThatIllegalStateException().isThrownBy(() -> mp.onClose(() -> {}));
    }

    @Test
    void anActionThatClosesTheSessionChangesNothing() {
        Multiprocessing mp = Multiprocessing.open();
        mp.onClose(() -> {
            mp.close();
            done.add(mp.queue().isEmpty() ? "still open" : "");
        });
        mp.close();
        assertThat(done).containsExactly("still open");
        assertThatNullPointerException().isThrownBy(() -> mp.onClose(null));
    }

    @Test
    void aSecondThreadThatClosesWaitsForTheActions() throws Exception {
        Multiprocessing mp = Multiprocessing.open();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean isOver = new AtomicBoolean();
        mp.onClose(() -> {
            begun.countDown();
            awaitUninterrupted(go);
            isOver.set(true);
        });
        Thread first = new Thread(mp::close);
        first.start();
        begun.await();
        AtomicBoolean wasOver = new AtomicBoolean();
        Thread second = new Thread(() -> {
            mp.close();
            wasOver.set(isOver.get());
        });
        second.start();
        while (second.getState() != Thread.State.TIMED_WAITING && second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        go.countDown();
        first.join();
        second.join();
        assertThat(wasOver).isTrue();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Produces until it is to end, and then waits until everything is consumed. */
    static final class Graceful {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(
                    Options.defaults().withChildOptions(ChildOptions.defaults().withIgnoreInterruptSignal(true)));
            JoinableQueue<Integer> work = mp.joinableQueue();
            mp.process(() -> {
                        while (true) {
                            work.take();
                            work.taskDone();
                        }
                    })
                    .daemon(true)
                    .start();
            mp.onClose(() -> {
                work.shutdown();
                try {
                    work.join();
                    System.out.println("unfinished " + work.unfinished());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 10_000; i++) {
                work.put(i);
            }
            System.out.println("ready");
            switch (arguments[0]) {
                case "close" -> mp.close();
                case "return" -> {}
                case "exit" -> System.exit(3);
                default -> new CountDownLatch(1).await();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "close, 0", "return, 0", "exit, 3"})
    void aGracefulEndIsWrittenInFiveLines(String how, int exitCode) throws Exception {
        try (ParentProgram program = ParentProgram.start(Graceful.class, how)) {
            program.awaitLine("ready");
            if (exitCode > 128) {
                assertThat(new ProcessBuilder(
                                        "kill",
                                        "-" + how,
                                        Long.toString(program.process().pid()))
                                .start()
                                .waitFor())
                        .isZero();
            }
            program.awaitLine("unfinished 0");
            assertThat(program.exitCode()).isEqualTo(exitCode);
        }
    }

    static final class Endless {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Options.defaults().withExitGrace(Duration.ofMillis(300)));
            mp.onClose(() -> {
                System.out.println("begun");
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    System.out.println("interrupted");
                }
            });
            switch (arguments[0]) {
                case "return" -> {}
                case "exit" -> System.exit(0);
                case "exit in action" -> {
                    mp.onClose(() -> System.exit(0));
                    mp.close();
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "exit", "exit in action"})
    void anExitWaitsAsLongAsTheGraceAtMost(String how) throws Exception {
        try (ParentProgram program = ParentProgram.start(Endless.class, how)) {
            if (!how.equals("exit in action")) {
                program.awaitLine("begun");
                program.awaitLine("interrupted");
            }
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void aChildsActionsRunAtItsExit() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedQueue<String> said = mp.queue();
            mp.process(() -> {
                        Multiprocessing.current().onClose(() -> said.add("ended by itself"));
                        Multiprocessing.current().close();
                        said.put("begun");
                    })
                    .start();
            assertThat(said.take()).isEqualTo("begun");
            assertThat(said.take()).isEqualTo("ended by itself");
            ChildProcess endless = mp.process(() -> {
                        Multiprocessing.current().onClose(() -> said.add("terminated"));
                        said.put("begun");
                        new CountDownLatch(1).await();
                    })
                    .start();
            assertThat(said.take()).isEqualTo("begun");
            endless.terminate();
            assertThat(said.take()).isEqualTo("terminated");
            endless.join();
            assertThat(endless.exitCode()).hasValue(-15);
        }
    }
}
