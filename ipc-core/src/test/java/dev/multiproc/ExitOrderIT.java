package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python's order at exit: daemons are ended, then all children joined; and the exit code stays what it was. */
@ExtendWith(LeavesNothingBehind.class)
class ExitOrderIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Ends as its argument says, while it has a daemon, and a child that goes on until the daemon is gone. */
    static final class Parent {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            startTwo(mp);
            switch (arguments[0]) {
                case "return" -> {}
                case "exit" -> System.exit(5);
                case "throw" -> throw new IllegalStateException("the parent fails");
                case "close" -> {
                    mp.close();
                    System.out.println("closed");
                }
                default -> {
                    System.out.println("ready");
                    new CountDownLatch(1).await();
                }
            }
        }

        private static void startTwo(Multiprocessing mp) throws InterruptedException {
            SharedQueue<Long> pids = mp.queue();
            SharedQueue<String> begun = mp.queue();
            mp.process("other", () -> {
                        ProcessHandle daemon = ProcessHandle.of(pids.take()).orElseThrow();
                        begun.put("begun");
                        await().atMost(LIMIT).until(() -> !ParentProgram.isRunning(daemon));
                        System.out.println("the daemon is gone");
                    })
                    .start();
            mp.process("daemon", () -> {
                        pids.put(ProcessHandle.current().pid());
                        new CountDownLatch(1).await();
                    })
                    .daemon(true)
                    .start();
            begun.take();
        }
    }

    @ParameterizedTest
    @CsvSource({"return, 0", "exit, 5", "throw, 1"})
    void daemonsAreEndedAndOthersJoinedHoweverTheProgramEnds(String ending, int exitCode) throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, ending)) {
            assertThat(parent.exitCode()).isEqualTo(exitCode);
            assertThat(parent.output()).containsExactly("the daemon is gone");
            assertThat(parent.family()).isEmpty();
            if (exitCode != 1) {
                assertThat(parent.errors()).isEmpty();
            }
        }
    }

    @Test
    void closeDoesTheSame() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "close")) {
            assertThat(parent.exitCode()).isZero();
            assertThat(parent.output()).containsExactly("the daemon is gone", "closed");
            // On a slow machine it takes so long that it says for whom it waits.
            assertThat(parent.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void soDoesASignal(String signal, int exitCode) throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "wait")) {
            parent.awaitLine("ready");
            new ProcessBuilder(
                            "kill", "-" + signal, Long.toString(parent.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(parent.exitCode()).isEqualTo(exitCode);
            assertThat(parent.output()).containsExactly("ready", "the daemon is gone");
            assertThat(parent.errors()).isEmpty();
        }
    }

    private static ChildProcess started(Multiprocessing mp, boolean daemon, ProcessTask first) throws Exception {
        SharedQueue<String> ready = mp.queue();
        ChildProcess child = mp.process(() -> {
                    first.run();
                    ready.put("ready");
                    new CountDownLatch(1).await();
                })
                .daemon(daemon)
                .start();
        ready.take();
        return child;
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDaemonThatDoesNotHeedSigtermIsKilled() throws Exception {
        ChildProcess daemon;
        try (Multiprocessing mp = Multiprocessing.open()) {
            daemon = started(mp, true, () -> Runtime.getRuntime().addShutdownHook(new Thread(ExitOrderIT::hang)));
        }
        assertThat(daemon.exitCode()).hasValue(-9);
    }

    @Test
    void anInterruptedCloseEndsTheOtherChildrenTooAndKeepsTheInterrupt() throws Exception {
        Multiprocessing mp = Multiprocessing.open();
        List<ChildProcess> children = List.of(started(mp, false, () -> {}), started(mp, true, () -> {}));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            mp.close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        closer.start();
        children.get(1).join();
        assertThat(children.get(0).isAlive()).isTrue();
        closer.interrupt();
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(children).allMatch(child -> child.exitCode().orElseThrow() == -15);
    }

    @Test
    void aClosedSessionRefusesWorkAndKeepsWhatItsChildrenCameTo() throws Exception {
        Multiprocessing mp = Multiprocessing.open();
        ChildProcess ended = mp.process(() -> System.exit(3)).start();
        ChildProcess late = mp.process(() -> {});
        SharedQueue<String> queue = mp.queue();
        mp.close();
        mp.close();
        assertThat(ended.exitCode()).hasValue(3);
        ended.join();
        assertThat(mp.activeChildren()).isEmpty();
        for (Runnable use : List.<Runnable>of(
                late::start, () -> mp.process(() -> {}), mp::queue, mp::joinableQueue, () -> queue.offer("item"))) {
            assertThatIllegalStateException().isThrownBy(use::run).withMessageContaining("closed");
        }
    }
}
