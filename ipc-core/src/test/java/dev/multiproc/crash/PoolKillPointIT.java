package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.KillSwitch;
import dev.multiproc.internal.queue.QueueKillPoint;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.pool.BrokenPoolException;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.pool.WorkerDiedException;
import dev.multiproc.testing.KillPointSource;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;

/** A pool's worker is ended at each place of its way with a task. */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class PoolKillPointIT {
    private static final long PATIENCE_SECONDS = 30;

    private Multiprocessing mp;
    /** Of one worker, which does a task again once. */
    private ProcessPool retrying;
    /** Of one worker, which does no task again. */
    private ProcessPool once;

    @BeforeAll
    void open() {
        mp = Multiprocessing.open();
        once = mp.pool(1);
        retrying = mp.pool(PoolOptions.workers(1).withRetries(1));
    }

    @AfterAll
    void close() {
        once.close();
        retrying.close();
        mp.close();
    }

    private static <T> T get(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static WorkerDiedException death(CompletableFuture<?> future)
            throws InterruptedException, TimeoutException {
        try {
            Object result = get(future);
            throw new AssertionError("the task has a result: " + result);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(WorkerDiedException.class);
            return (WorkerDiedException) e.getCause();
        }
    }

    private static int countedAndArmed(SharedInteger runs, String point) {
        KillSwitch.arm(point);
        return runs.incrementAndGet();
    }

    // ---------------------------------------------------------------- with the message

    /** The worker's next message is the one that it dies with. */
    @ParameterizedTest
    @KillPointSource(names = {"TAKE_CLAIMED", "TAKE_HEAD_MOVED", "TAKE_READ"})
    void aTaskThatItsWorkerHasNotBegunFailsIfItMayNotBeDoneAgain(KillPoint point) throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        String name = point.name();
        // Its worker waits in take when the task arms the place, so that the next task is the one that is lost.
        get(once.submit(() -> KillSwitch.arm(name)));
        WorkerDiedException death = death(once.submit(() -> runs.incrementAndGet()));
        assertThat(death.exitCode()).isEqualTo(-9);
        assertThat(death.attempts()).isOne();
        assertThat(runs.get()).isZero();
        assertThat(get(once.submit(() -> runs.incrementAndGet()))).isOne();
    }

    @ParameterizedTest
    @KillPointSource(names = {"TAKE_CLAIMED", "TAKE_HEAD_MOVED", "TAKE_READ"})
    void aTaskThatItsWorkerHasNotBegunIsDoneByAnother(KillPoint point) throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        String name = point.name();
        get(retrying.submit(() -> KillSwitch.arm(name)));
        assertThat(get(retrying.submit(() -> runs.incrementAndGet()))).isOne();
        assertThat(runs.get()).isOne();
    }

    // ---------------------------------------------------------------- with the result

    /** As long as the result is not published, nobody has it. */
    @ParameterizedTest
    @KillPointSource(names = {"PUT_LOCKED", "PUT_WRITTEN", "PUT_COUNTED"})
    void aTaskWhoseResultIsNotSentFails(KillPoint point) throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        String name = point.name();
        assertThat(death(once.submit(() -> countedAndArmed(runs, name))).exitCode())
                .isEqualTo(-9);
        assertThat(runs.get()).isOne();
        assertThat(get(once.submit(() -> 5))).isEqualTo(5);
    }

    @ParameterizedTest
    @KillPointSource(names = {"PUT_PUBLISHED", "PUT_TAIL_MOVED", "PUT_UNLOCKED", "DONE_BEGUN", "DONE_MARKED"})
    void aResultThatIsSentIsTheTasksResult(KillPoint point) throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        String name = point.name();
        assertThat(get(once.submit(() -> countedAndArmed(runs, name)))).isOne();
        assertThat(get(once.submit(() -> 5))).isEqualTo(5);
        assertThat(runs.get()).isOne();
    }

    /** The message comes back, to a worker that is started after the pool has read the result. */
    @Test
    void aTaskWhoseResultIsThereIsNotDoneAgain() throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        String name = QueueKillPoint.DONE_BEGUN.name();
        assertThat(get(retrying.submit(() -> countedAndArmed(runs, name)))).isOne();
        // Goes to the next worker, behind the message that came back.
        assertThat(get(retrying.submit(() -> 5))).isEqualTo(5);
        assertThat(runs.get()).isOne();
    }

    /** It dies each time: before its result is sent. */
    @Test
    void aTaskIsDoneAgainAsOftenAsIsAllowed() throws Exception {
        SharedInteger runs = mp.sharedInteger(0);
        String name = QueueKillPoint.PUT_LOCKED.name();
        assertThat(death(retrying.submit(() -> countedAndArmed(runs, name))).attempts())
                .isEqualTo(2);
        assertThat(runs.get()).isEqualTo(2);
    }

    // ---------------------------------------------------------------- before and after all tasks

    @Test
    void aWorkerThatDiesInItsExitHookHarmsNobody() throws Exception {
        PoolOptions options = PoolOptions.workers(1).withMaxTasksPerWorker(1).withExitHook(() -> Runtime.getRuntime()
                .halt(9));
        try (ProcessPool pool = mp.pool(options)) {
            assertThat(get(pool.submit(() -> 1))).isOne();
            assertThat(get(pool.submit(() -> 2))).isEqualTo(2);
        }
    }

    @Test
    void aWorkerThatDiesInItsInitializerIsReplaced() throws Exception {
        SharedInteger starts = mp.sharedInteger(0);
        PoolOptions options = PoolOptions.workers(1).withInitializer(() -> {
            if (starts.incrementAndGet() <= 2) {
                Runtime.getRuntime().halt(7);
            }
            return null;
        });
        try (ProcessPool pool = mp.pool(options)) {
            assertThat(get(pool.submit(() -> 1))).isOne();
        }
        assertThat(starts.get()).isEqualTo(3);
    }

    @Test
    void threeDeathsInTheInitializerBreakThePool() throws Exception {
        SharedInteger starts = mp.sharedInteger(0);
        PoolOptions options = PoolOptions.workers(1).withInitializer(() -> {
            starts.incrementAndGet();
            Runtime.getRuntime().halt(7);
            return null;
        });
        ProcessPool pool = mp.pool(options);
        try {
            assertThat(pool.submit(() -> 1))
                    .failsWithin(Duration.ofSeconds(PATIENCE_SECONDS))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(BrokenPoolException.class)
                    .withMessageContaining("7");
            assertThat(starts.get()).isEqualTo(3);
            assertThat(pool.awaitTermination(Duration.ofSeconds(PATIENCE_SECONDS)))
                    .isTrue();
        } finally {
            pool.killWorkers();
        }
    }
}
