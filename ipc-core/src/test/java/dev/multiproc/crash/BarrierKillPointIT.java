package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.multiproc.ChildProcess;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.sync.SyncKillPoint;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.KillPointSource;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** A process is ended at each named place of a barrier, an event, a latch. Nobody waits for the dead. */
class BarrierKillPointIT extends KillPointContract {
    private void assertWorks(SharedBarrier barrier) throws Exception {
        Actor.Call<Integer> waiting = anna.begin(() -> barrier.await()).awaitAsleep();
        assertThat(barrier.await(10, TimeUnit.SECONDS)).isZero();
        assertThat(waiting.result()).isOne();
    }

    private static void assertSoonBroken(SharedBarrier barrier) throws InterruptedException {
        await().atMost(PATIENCE).until(barrier::isBroken);
        assertThat(barrier.getNumberWaiting()).isZero();
    }

    @ParameterizedTest
    @KillPointSource(names = "SYNC_BARRIER_.*")
    void theOthersGoOn(KillPoint point) throws Exception {
        SharedBarrier it = mp.barrier(2, () -> {});
        switch (point.name()) {
            case "SYNC_BARRIER_MARKED", "SYNC_BARRIER_ARRIVED" -> {
                kill(point, it::await);
                assertSoonBroken(it);
            }
            case "SYNC_BARRIER_ACTING" -> {
                Actor.Call<Integer> waiting = bert.begin(() -> it.await()).awaitAsleep();
                kill(point, it::await);
                assertThat(waiting.failure()).isInstanceOf(BrokenBarrierException.class);
                assertSoonBroken(it);
            }
            case "SYNC_BARRIER_TRIPPED" -> {
                Actor.Call<Integer> waiting = bert.begin(() -> it.await()).awaitAsleep();
                kill(point, it::await);
                assertThat(waiting.result()).isOne();
                assertThat(it.isBroken()).isFalse();
            }
            case "SYNC_BARRIER_BROKEN" -> {
                Actor.Call<Integer> waiting = bert.begin(() -> it.await()).awaitAsleep();
                kill(point, it::abort);
                assertThat(waiting.failure()).isInstanceOf(BrokenBarrierException.class);
                it.reset();
                killSweeper(
                        point,
                        new Victim(SyncKillPoint.SYNC_BARRIER_ARRIVED.name(), it::await),
                        () -> resetIfBroken(it));
            }
            case "SYNC_BARRIER_RESETTING", "SYNC_BARRIER_TOLD" -> {
                Actor.Call<Integer> waiting = bert.begin(() -> it.await()).awaitAsleep();
                kill(point, it::reset);
                assertThat(waiting.failure()).isInstanceOf(BrokenBarrierException.class);
                assertThat(it.isBroken())
                        .as("the reset came to its end by others")
                        .isFalse();
                assertWorks(it);
            }
            default -> throw new AssertionError("no victim comes to " + point);
        }
        it.reset();
        assertWorks(it);
        assertWorks(it);
    }

    private static void resetIfBroken(SharedBarrier barrier) {
        if (barrier.isBroken()) {
            barrier.reset();
        }
    }

    @Test
    void whoComesFinishesTheResetOfTheDead() throws Exception {
        SharedBarrier it = mp.barrier(2);
        Actor.Call<Integer> waiting = bert.begin(() -> it.await()).awaitAsleep();
        kill(SyncKillPoint.SYNC_BARRIER_RESETTING, it::reset);
        Actor.Call<Integer> next = anna.begin(() -> it.await()).awaitAsleep();
        assertThat(waiting.failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(it.await(10, TimeUnit.SECONDS)).isZero();
        assertThat(next.result()).isOne();
    }

    @Test
    void aWaiterThatIsKilledBreaksItForTheOthersAtOnce() throws Exception {
        SharedBarrier it = mp.barrier(3);
        ChildProcess victim = mp.process(() -> it.await()).start();
        await().atMost(PATIENCE).until(() -> it.getNumberWaiting() == 1);
        Actor.Call<Integer> waiting = anna.begin(() -> it.await()).awaitAsleep();
        long begin = System.nanoTime();
        victim.kill();
        assertThat(waiting.failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void oneThatCameDuringARoundThatIsOverIsNotMissed() throws Exception {
        SharedBarrier it = mp.barrier(2);
        ChildProcess child = mp.process(() -> {
                    it.await();
                    Thread.sleep(Duration.ofMinutes(5).toMillis());
                })
                .start();
        assertThat(it.await(30, TimeUnit.SECONDS)).isIn(0, 1);
        child.kill();
        child.join();
        assertWorks(it);
    }

    @Test
    void anEventIsSetThoughItsSetterDied() throws InterruptedException {
        SharedEvent it = mp.event();
        Actor.Call<Boolean> waiting = anna.beginTo(it::await).awaitAsleep();
        Actor.Call<Boolean> other = bert.beginTo(it::await).awaitAsleep();
        kill(SyncKillPoint.SYNC_EVENT_SET, it::set);
        assertThat(waiting.result()).isTrue();
        assertThat(other.result()).isTrue();
        assertThat(it.isSet()).isTrue();
    }

    @Test
    void anEventDoesNotWaitForDeadWaiters() throws InterruptedException {
        SharedEvent started = mp.event();
        SharedEvent it = mp.event();
        ChildProcess victim = mp.process(() -> {
                    started.set();
                    it.await();
                })
                .start();
        started.await();
        victim.kill();
        it.set();
        it.clear();
        victim.join();
        it.set();
        assertThat(it.isSet()).isTrue();
    }

    @Test
    void aLatchIsOpenThoughTheLastToCountDied() throws InterruptedException {
        SharedLatch it = mp.latch(1);
        Actor.Call<Boolean> waiting = anna.beginTo(it::await).awaitAsleep();
        kill(SyncKillPoint.SYNC_LATCH_COUNTED, it::countDown);
        assertThat(waiting.result()).isTrue();
    }
}
