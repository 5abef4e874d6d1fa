package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is stopped by SIGSTOP, which is not its death: it may go on at any time. */
class PoolStoppedWorkerIT extends PoolScene {
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
        own.forEach(ProcessPool::close);
        own.clear();
    }

    private static int tellPidAndTake(SharedQueue<Long> begun, SharedQueue<Integer> go) throws InterruptedException {
        begun.put(pid());
        return go.take();
    }

    @Test
    void itsTaskStaysItsOwnAndTheOthersGoOn() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        SharedQueue<Integer> go = mp.queue();
        ProcessPool two = open(ONE.withWorkers(2).withRetries(3));
        CompletableFuture<Integer> stopped = two.submit(() -> tellPidAndTake(begun, go));
        long worker = begun.take();
        Signals.send("STOP", worker);
        go.put(5);
        for (int i = 0; i < 20; i++) {
            assertThat(get(two.submit(PoolScene::pid))).isNotEqualTo(worker);
        }
        assertThat(stopped).isNotDone();
        Signals.send("CONT", worker);
        assertThat(get(stopped)).isEqualTo(5);
        assertThat(two.statistics().workersDied()).isZero();
    }

    @Test
    void itsTaskEndsAtTheTimeLimit() throws Exception {
        ProcessPool limited = open(ONE.withTimeLimit(Duration.ofSeconds(2)));
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> task = limited.submit(() -> waitForEver(begun));
        Signals.send("STOP", begun.take());
        WorkerDiedException death = death(task);
        assertThat(death.reason()).isEqualTo(WorkerDiedException.Reason.TIME_LIMIT);
        assertWorks(limited);
    }

    /** In a cancelled task, too. */
    @Test
    void itIsReplacedWhenItsTaskIsCancelled() throws Exception {
        ProcessPool cancelling = open(ONE);
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> task = cancelling.submit(() -> waitForEver(begun));
        long worker = begun.take();
        Signals.send("STOP", worker);
        task.cancel(true);
        assertThat(get(cancelling.submit(PoolScene::pid))).isNotEqualTo(worker);
        awaitGone(worker);
    }

    /** The ways to end a pool without its workers' consent. */
    enum End {
        NOW,
        TERMINATE,
        KILL;

        void end(ProcessPool ending) {
            switch (this) {
                case NOW -> ending.shutdownNow();
                case TERMINATE -> ending.terminateWorkers();
                case KILL -> ending.killWorkers();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void itsPoolEndsAllTheSame(End end) throws Exception {
        ProcessPool ending = open(ONE);
        SharedQueue<Long> begun = mp.queue();
        CompletableFuture<Void> task = ending.submit(() -> waitForEver(begun));
        long worker = begun.take();
        Signals.send("STOP", worker);
        end.end(ending);
        assertEnds(ending);
        assertThat(task).isDone();
        awaitGone(worker);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void itsPoolEndsAllTheSameWhenItHadNotBegun(End end) throws Exception {
        SharedQueue<Long> begun = mp.queue();
        ProcessPool ending = open(ONE.withEagerStart(true).withInitializer(() -> waitForEver(begun)));
        long worker = begun.take();
        Signals.send("STOP", worker);
        end.end(ending);
        assertEnds(ending);
        awaitGone(worker);
    }

    /** Nothing is lost by that: it has no task. */
    @Test
    void closingAPoolEndsOneThatHadNotBegun() throws Exception {
        SharedQueue<Long> begun = mp.queue();
        ProcessPool closing = open(ONE.withEagerStart(true).withInitializer(() -> waitForEver(begun)));
        long worker = begun.take();
        Signals.send("STOP", worker);
        closing.close();
        awaitGone(worker);
    }

    /** As a task does, it keeps the pool from its end until it goes on. */
    @Test
    void closingAPoolWaitsForOneThatHasBegun() throws Exception {
        ProcessPool closing = open(ONE);
        long worker = get(closing.submit(PoolScene::pid));
        Signals.send("STOP", worker);
        closing.shutdown();
        assertThat(closing.awaitTermination(Duration.ofMillis(200))).isFalse();
        Signals.send("CONT", worker);
        assertEnds(closing);
        assertThat(closing.statistics().workersDied()).isZero();
    }
}
