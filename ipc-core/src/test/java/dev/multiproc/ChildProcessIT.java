package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A child's life as its parent sees it, and what a child knows of itself. */
class ChildProcessIT extends InOpenSession {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void everyChildThatIsStartedRunsThoughSlotsAreUsedAgainAtOnce() throws Exception {
        SharedQueue<Integer> answers = mp.queue();
        SharedQueue<String> idle = mp.queue();
        for (int i = 0; i < 2; i++) {
            // Its janitor looks at the same slots.
            mp.process(idle::take).daemon(true).start();
        }
        for (int i = 0; i < 25; i++) {
            int number = i;
            assertThat(ended(() -> answers.put(number)).exitCode()).hasValue(0);
            assertThat(answers.poll()).isEqualTo(i);
        }
    }

    @Test
    void aChildKnowsItselfItsParentAndItsChildren() throws Exception {
        SharedQueue<String> answers = mp.queue();
        ChildProcess child = mp.process(() -> {
            ProcessInfo me = Multiprocessing.currentProcess();
            answers.put(me.name() + " " + me.isDaemon() + " " + me.isAlive());
            answers.put(Long.toString(me.pid()));
            ProcessInfo parent = Multiprocessing.parentProcess().orElseThrow();
            answers.put(parent.name() + " " + parent.pid() + " " + parent.isAlive());
            for (int i = 0; i < 2; i++) {
                Multiprocessing.current()
                        .process(() -> answers.put(Multiprocessing.currentProcess()
                                        .name() + " of "
                                + Multiprocessing.parentProcess().orElseThrow().name()))
                        .start()
                        .join();
            }
        });
        child.start().join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(answers)
                .containsExactly(
                        "ChildProcess-1 false true",
                        Long.toString(child.pid().orElseThrow()),
                        "MainProcess " + ProcessHandle.current().pid() + " true",
                        "ChildProcess-1:1 of ChildProcess-1",
                        "ChildProcess-1:2 of ChildProcess-1");
    }

    @Test
    void aProcessThatNobodyOfOursStartedIsTheMainProcess() {
        ProcessInfo me = Multiprocessing.currentProcess();
        assertThat(me.name()).isEqualTo("MainProcess");
        assertThat(me.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(me.isDaemon()).isFalse();
        assertThat(me.isAlive()).isTrue();
        assertThat(Multiprocessing.parentProcess()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(Multiprocessing::current)
                .withMessage("this process was not started by Multiprocessing; open a session instead");
        assertThat(Multiprocessing.cpuCount()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aNameIsGivenOrCountedWhenTheChildIsMade() throws Exception {
        assertThat(mp.process(() -> {}).name()).isEqualTo("ChildProcess-1");
        assertThat(mp.process("egon", () -> {}).name()).isEqualTo("egon");
        assertThat(mp.process("egon", () -> {}).name()).isEqualTo("egon");
        assertThat(mp.process(() -> {}).name()).isEqualTo("ChildProcess-4");
        SharedQueue<String> answers = mp.queue();
        String longName = "包子".repeat(100);
        mp.process(longName, () -> answers.put(Multiprocessing.currentProcess().name()))
                .start()
                .join();
        assertThat(answers.poll()).isEqualTo(longName);
    }

    @Test
    void beforeTheStartThereIsNothingToWaitForAndNothingToEnd() {
        ChildProcess child = mp.process("late", () -> {});
        for (Call call : List.<Call>of(
                child::join,
                () -> child.join(Duration.ZERO),
                () -> child.join(SHORT),
                () -> assertThat(child.onExit()).isNull(),
                child::kill,
                child::terminate)) {
            assertThatIllegalStateException()
                    .isThrownBy(call::make)
                    .withMessage("the process has not been started, name=late");
        }
        assertThat(child.isAlive()).isFalse();
        assertThat(child.pid()).isEmpty();
        assertThat(child.exitCode()).isEmpty();
        assertThat(child.failure()).isEmpty();
        assertThat(mp.activeChildren()).isEmpty();
        assertThat(child).hasToString("ChildProcess[name=late, pid=0, initial]");
    }

    private interface Call {
        void make() throws InterruptedException;
    }

    @Test
    void aRunningChildIsAliveAndActiveUntilItHasEnded() throws Exception {
        SharedQueue<Long> pids = mp.queue();
        ChildProcess child = blocked(() -> pids.put(ProcessHandle.current().pid()));
        long pid = child.pid().orElseThrow();
        assertThat(pids.take()).isEqualTo(pid);
        assertThat(child.isAlive()).isTrue();
        assertThat(child.exitCode()).isEmpty();
        assertThat(mp.activeChildren()).containsExactly(child);
        assertThat(child).hasToString("ChildProcess[name=ChildProcess-1, pid=" + pid + ", started]");
        child.kill();
        child.join();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.pid()).hasValue(pid);
        assertThat(mp.activeChildren()).isEmpty();
        assertThat(child).hasToString("ChildProcess[name=ChildProcess-1, pid=" + pid + ", exitCode=-9]");
    }

    @Test
    void aChildIsStartedOnce() throws Exception {
        ChildProcess child = mp.process("once", () -> {});
        assertThat(child.start()).isSameAs(child);
        assertThatIllegalStateException()
                .isThrownBy(child::start)
                .withMessage("cannot start a process twice, name=once");
        child.join();
        assertThatIllegalStateException().isThrownBy(child::start).withMessageContaining("twice");
    }

    @Test
    void nullsAreRefusedWhereTheyAreGiven() {
        assertThatNullPointerException().isThrownBy(() -> mp.process(null)).withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> mp.process("name", null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> mp.process(null, () -> {}))
                .withMessage("name");
        // None of them was a child, so none was counted.
        assertThat(mp.process(() -> {}).name()).isEqualTo("ChildProcess-1");
    }

    @Test
    void aJoinGivesUpAtItsTimeOutAndWaitsNotAtAllForNothingOrLess() throws Exception {
        ChildProcess child = blocked(() -> {});
        long begin = System.nanoTime();
        assertThat(child.join(Duration.ZERO)).isFalse();
        assertThat(child.join(Duration.ofSeconds(-5))).isFalse();
        assertThat(child.join(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        begin = System.nanoTime();
        assertThat(child.join(SHORT)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
        child.kill();
        assertThat(child.join(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(child.join(Duration.ZERO)).isTrue();
        child.join();
    }

    @Test
    void aJoinIsInterruptedAndTheChildGoesOn() throws Exception {
        ChildProcess child = blocked(() -> {});
        Thread.currentThread().interrupt();
        assertThatThrownBy(child::join).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> child.join(Duration.ofSeconds(30))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void manyThreadsJoinOneChild() throws Exception {
        ChildProcess child = blocked(() -> {});
        CountDownLatch begun = new CountDownLatch(20);
        ExecutorService joiners = Executors.newFixedThreadPool(20);
        try {
            List<Future<Integer>> exitCodes = Stream.generate(() -> joiners.submit(() -> {
                        begun.countDown();
                        child.join();
                        return child.exitCode().orElseThrow();
                    }))
                    .limit(20)
                    .toList();
            begun.await();
            child.terminate();
            for (Future<Integer> exitCode : exitCodes) {
                assertThat(exitCode.get(30, TimeUnit.SECONDS)).isEqualTo(-15);
            }
        } finally {
            joiners.shutdownNow();
        }
    }

    @Test
    void theFutureOfAChildsEndTellsItAndDoesNotRuleIt() throws Exception {
        ChildProcess child = blocked(() -> {});
        assertThat(child.onExit().cancel(true)).isTrue();
        CompletableFuture<ChildProcess> end = child.onExit();
        assertThat(end).isNotDone();
        assertThat(child.isAlive()).isTrue();
        child.kill();
        assertThat(end.get(30, TimeUnit.SECONDS)).isSameAs(child);
        assertThat(child.exitCode()).hasValue(-9);
        assertThat(child.onExit()).isCompletedWithValue(child);
    }

    @Test
    void whatIsHungOnAChildsEndDoesNotHoldUpWhoWaitsForIt() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        ChildProcess child = blocked(() -> {});
        Thread joiner = new Thread(() -> {
            try {
                child.join();
                over.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        joiner.start();
        await().until(() -> joiner.getState() == Thread.State.WAITING);
        CompletableFuture<Boolean> hung = child.onExit().thenApply(ended -> {
            try {
                return goOn.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        });
        child.kill();
        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        goOn.countDown();
        assertThat(hung.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSessionIsNotClosedByAChild() throws Exception {
        SharedQueue<String> answers = mp.queue();
        ChildProcess child = ended(() -> {
            Multiprocessing.current().close();
            answers.put("after close");
        });
        assertThat(child.exitCode()).hasValue(0);
        assertThat(answers.poll()).isEqualTo("after close");
    }
}
