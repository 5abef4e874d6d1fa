package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.ParentProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a pool ends, and how many workers it has until then. */
class PoolEndIT extends PoolScene {
    private static final PoolOptions ONE = PoolOptions.workers(1).withCancelGrace(Duration.ofMillis(50));

    private final List<ProcessPool> own = new ArrayList<>();

    private ProcessPool open(PoolOptions options) {
        ProcessPool opened = mp.pool(options);
        own.add(opened);
        return opened;
    }

    @AfterEach
    void endOwn() {
        own.forEach(ProcessPool::killWorkers);
        own.clear();
    }

    private static void assertRefuses(ProcessPool ended) {
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> ended.submit(() -> 1))
                .withMessage("the pool is shut down");
        assertThat(ended.isShutdown()).isTrue();
    }

    /** One that may be done again may be cancelled before it is. */
    private static void assertEndedWithItsPool(CompletableFuture<Void> task, int exitCode) throws Exception {
        if (!task.isCancelled()) {
            WorkerDiedException death = death(task);
            assertThat(death.reason()).isEqualTo(WorkerDiedException.Reason.POOL_ENDED);
            assertThat(death.exitCode()).isEqualTo(exitCode);
        }
    }

    // ---------------------------------------------------------------- the ways to end

    @Test
    void afterAShutdownAllTasksAreStillDone() throws Exception {
        SharedQueue<Integer> go = mp.queue();
        ProcessPool ending = open(ONE);
        CompletableFuture<Integer> first = ending.submit(() -> go.take());
        CompletableFuture<Integer> second = ending.submit(() -> go.take());
        ending.shutdown();
        ending.shutdown();
        assertRefuses(ending);
        assertThat(ending.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThat(ending.isTerminated()).isFalse();
        go.put(1);
        go.put(2);
        assertThat(get(first)).isOne();
        assertThat(get(second)).isEqualTo(2);
        assertEnds(ending);
        assertThat(ending.isTerminated()).isTrue();
        assertRefuses(ending);
    }

    @Test
    void aPoolThatWasNeverUsedEnds() throws Exception {
        ProcessPool unused = open(ONE);
        unused.close();
        unused.close();
        assertThat(unused.isTerminated()).isTrue();
        assertThat(unused.statistics().workersStarted()).isZero();
    }

    @Test
    void closeWaitsForTheTasks() throws Exception {
        CompletableFuture<Integer> future;
        try (ProcessPool closing = mp.pool(ONE)) {
            future = closing.submit(() -> 5);
        }
        assertThat(future).isCompletedWithValue(5);
    }

    @Test
    void anInterruptedCloseEndsThePoolAtOnce() throws Exception {
        ProcessPool closing = open(ONE);
        CompletableFuture<Void> running = begin(closing);
        Thread.currentThread().interrupt();
        closing.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(closing.isTerminated()).isTrue();
        assertThat(running).isDone();
    }

    @Test
    void shutdownNowInterruptsAndCancels() throws Exception {
        ProcessPool ending = open(ONE.withCancelGrace(PATIENCE));
        CompletableFuture<Void> running = begin(ending);
        CompletableFuture<Integer> waiting = ending.submit(() -> 1);
        CompletableFuture<List<Integer>> map = ending.mapAsync(i -> i, List.of(1, 2, 3));
        assertThat(ending.shutdownNow()).isEmpty();
        assertThat(waiting).isCancelled();
        assertEnds(ending);
        assertThat(failure(running)).isInstanceOf(InterruptedException.class);
        assertThat(map).isCompletedExceptionally();
        assertThat(ending.statistics().workersDied()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shutdownNowKillsTasksThatGoOn(int retries) throws Exception {
        ProcessPool ending = open(ONE.withRetries(retries));
        CompletableFuture<Void> running = beginStubborn(ending);
        ending.shutdownNow();
        assertEnds(ending);
        assertEndedWithItsPool(running, -9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void workersAreTerminated(int retries) throws Exception {
        ProcessPool ending = open(ONE.withRetries(retries));
        CompletableFuture<Void> running = begin(ending);
        ending.terminateWorkers();
        assertEnds(ending);
        assertEndedWithItsPool(running, -15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void workersAreKilledAndNotReplaced(int retries) throws Exception {
        ProcessPool ending = open(ONE.withWorkers(2).withRetries(retries).withEagerStart(true));
        CompletableFuture<Void> first = beginStubborn(ending);
        CompletableFuture<Void> second = beginStubborn(ending);
        ending.killWorkers();
        assertEnds(ending);
        assertEndedWithItsPool(first, -9);
        assertEndedWithItsPool(second, -9);
        assertThat(ending.statistics().workersStarted()).isEqualTo(2);
    }

    @Test
    void aPoolEndsWithItsSession() throws Exception {
        ProcessPool forgotten;
        CompletableFuture<Void> running;
        long worker;
        try (Multiprocessing session = Multiprocessing.open()) {
            forgotten = session.pool(1);
            SharedQueue<Long> begun = session.queue();
            running = forgotten.submit(() -> waitForEver(begun));
            worker = begun.take();
        }
        awaitGone(worker);
        assertThat(running).isDone();
        assertThat(forgotten.isTerminated()).isTrue();
        assertRefuses(forgotten);
    }

    @Test
    void aCallBackMayCloseThePool() throws Exception {
        SharedQueue<Integer> go = mp.queue();
        ProcessPool closing = open(ONE);
        CompletableFuture<Void> closed = closing.submit(() -> go.take()).thenAccept(one -> closing.close());
        go.put(1);
        get(closed);
        assertThat(closing.isTerminated()).isTrue();
    }

    /** As the JDK's pools do. */
    @Test
    void whoWaitsForAnyOfCancelledTasksGetsAnExecutionException() throws Exception {
        ProcessPool ending = open(ONE);
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> running = begin(ending);
        Task<Void> endless = () -> waitForEver(begun);
        CompletableFuture<Object> any = CompletableFuture.supplyAsync(() -> {
            try {
                return ending.invokeAny(List.of(endless, endless));
            } catch (ExecutionException | InterruptedException e) {
                return e;
            }
        });
        await().atMost(PATIENCE).until(() -> ending.statistics().submitted() == 3);
        ending.shutdownNow();
        assertThat(get(any)).isInstanceOf(ExecutionException.class);
        assertEnds(ending);
        assertThat(running).isDone();
    }

    @Test
    void anEndedPoolGivesItsStatistics() throws Exception {
        ProcessPool ended = open(ONE.withName("counted"));
        ended.map(i -> i, List.of(1, 2, 3), Chunking.of(1));
        failure(ended.submit(() -> {
            throw new IllegalStateException("one fails");
        }));
        ended.close();
        PoolStatistics statistics = ended.statistics();
        assertThat(statistics.pool()).isEqualTo("counted");
        assertThat(statistics.submitted()).isEqualTo(4);
        assertThat(statistics.done()).isEqualTo(4);
        assertThat(statistics.failed()).isOne();
        assertThat(statistics.slowest()).hasSize(4);
        assertThat(statistics.workers()).singleElement().satisfies(worker -> {
            assertThat(worker.name()).isEqualTo("counted-worker-1");
            assertThat(worker.isAlive()).isFalse();
            assertThat(worker.tasks()).isEqualTo(4);
            assertThat(worker.startTime()).isPositive();
            assertThat(worker.workRatio()).isBetween(0.0, 1.0);
        });
    }

    // ---------------------------------------------------------------- how many workers

    @Test
    void aPoolBecomesLarger() throws Exception {
        ProcessPool growing = open(ONE);
        CompletableFuture<Void> first = begin(growing);
        growing.resize(2);
        CompletableFuture<Void> second = begin(growing);
        first.cancel(true);
        second.cancel(true);
    }

    @Test
    void aPoolBecomesSmallerWhenTasksHaveEnded() throws Exception {
        ProcessPool shrinking = open(ONE.withWorkers(2).withEagerStart(true).withCancelGrace(PATIENCE));
        CompletableFuture<Void> first = begin(shrinking);
        CompletableFuture<Void> second = begin(shrinking);
        shrinking.resize(1);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        first.cancel(true);
        second.cancel(true);
        await().atMost(PATIENCE)
                .until(() -> shrinking.statistics().workers().stream()
                                .filter(PoolStatistics.Worker::isAlive)
                                .count()
                        == 1);
        assertWorks(shrinking);
        assertThat(shrinking.statistics().workersDied()).isZero();
    }

    @Test
    void aWorkerThatBeginsIsNotHarmedByASmallerPool() throws Exception {
        SharedQueue<Integer> begun = mp.queue();
        SharedQueue<Integer> go = mp.queue();
        ProcessPool shrinking = open(ONE.withWorkers(2).withEagerStart(true).withInitializer(() -> {
            begun.put(1);
            return go.take();
        }));
        begun.take();
        begun.take();
        shrinking.resize(1);
        go.put(1);
        go.put(2);
        assertWorks(shrinking);
    }

    // ---------------------------------------------------------------- the parent's end

    /** Its workers run tasks that do not end; it prints their pids, and waits or exits. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open();
            ProcessPool pool = mp.pool(PoolOptions.workers(2).withDaemonWorkers(arguments[0].equals("daemons")));
            SharedQueue<Long> begun = mp.queue();
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> goOnForEver(begun));
            }
            System.out.println("pids " + begun.take() + " " + begun.take());
            if (arguments[1].equals("waits")) {
                new CountDownLatch(1).await();
            }
            System.exit(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemons", "others"})
    void workersEndWithTheirParent(String kind) throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, kind, "waits")) {
            List<Long> workers = Stream.of(parent.awaitLine("pids").split(" "))
                    .skip(1)
                    .map(Long::valueOf)
                    .toList();
            assertThat(workers).hasSize(2);
            parent.process().destroyForcibly().waitFor();
            parent.awaitFamilysEnd();
        }
        // What the killed one left of its session goes with the next.
        Multiprocessing.clean(Options.defaults(), false);
    }

    @Test
    void aParentThatExitsLeavesNothing() throws Exception {
        try (ParentProgram parent = ParentProgram.start(Parent.class, "daemons", "exits")) {
            assertThat(parent.exitCode()).isZero();
            parent.awaitFamilysEnd();
        }
    }
}
