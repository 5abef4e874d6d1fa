package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.sync.SyncKillPoint;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended at each named place of a semaphore. Owned permits come back, each once. */
class SemaphoreKillPointIT extends KillPointContract {
    private static final int PERMITS = 5;

    private static void assertWorks(SharedSemaphore semaphore, int permits) throws InterruptedException {
        await().atMost(PATIENCE).until(() -> semaphore.availablePermits() == permits);
        semaphore.acquireOwned(permits).close();
        assertThat(semaphore.tryAcquire(permits, 10, TimeUnit.SECONDS)).isTrue();
        semaphore.release(permits);
        assertThat(semaphore.availablePermits()).isEqualTo(permits);
    }

    @Test
    void whatWasAcquiredWithoutAnOwnerIsGone() throws InterruptedException {
        SharedSemaphore it = mp.boundedSemaphore(PERMITS);
        kill(SyncKillPoint.SYNC_SEMAPHORE_TAKEN, () -> it.acquire(2));
        assertWorks(it, PERMITS - 2);
    }

    @Test
    void whatWasReleasedIsThereThoughNobodyWasWoken() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(0);
        Actor.Call<Boolean> waiting = anna.beginTo(it::acquire).awaitAsleep();
        Actor.Call<Boolean> other = bert.beginTo(it::acquire).awaitAsleep();
        kill(SyncKillPoint.SYNC_SEMAPHORE_RELEASED, () -> it.release(2));
        assertThat(waiting.result()).isTrue();
        assertThat(other.result()).isTrue();
        assertThat(it.availablePermits()).isZero();
    }

    @ParameterizedTest
    @KillPointSource(names = "SYNC_OWNED_.*")
    void ownedPermitsComeBackOnce(KillPoint point) throws InterruptedException {
        SharedSemaphore it = mp.semaphore(PERMITS);
        kill(point, () -> it.acquireOwned(2));
        assertWorks(it, PERMITS);
        // The third time it closes the first, while it has the second.
        assertKilled(start(point.name() + ":3", () -> {
            try (var first = it.acquireOwned(2);
                    var second = it.acquireOwned()) {
                assertThat(second.permits()).isOne();
                first.close();
            }
        }));
        assertWorks(it, PERMITS);
        Victim owner = new Victim(SyncKillPoint.SYNC_OWNED_COMMITTED + ":2", () -> {
            it.acquireOwned(2);
            it.acquireOwned();
        });
        killSweeper(point, owner);
        assertWorks(it, PERMITS);
    }

    @Test
    void ownedPermitsComeBackAtOrderlyExitToo() throws InterruptedException {
        SharedSemaphore it = mp.boundedSemaphore(PERMITS);
        ChildProcess child = mp.process(() -> it.acquireOwned(2)).start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertWorks(it, PERMITS);
    }

    @Test
    void aWaiterForManyThatIsKilledLeavesThemToOthers() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(2);
        SharedQueue<String> steps = mp.queue();
        ChildProcess victim = mp.process(() -> {
                    steps.put("waits");
                    it.acquire(3);
                })
                .start();
        steps.take();
        // Soon they are kept for it.
        await().atMost(PATIENCE).until(() -> isReserved(it));
        victim.kill();
        assertThat(it.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
        victim.join();
        it.release(2);
        assertWorks(it, 2);
    }

    private static boolean isReserved(SharedSemaphore semaphore) throws InterruptedException {
        if (semaphore.tryAcquire(1, 0, TimeUnit.SECONDS)) {
            semaphore.release();
            return false;
        }
        return true;
    }
}
