package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@code CountDownLatch} does. */
abstract class LatchContract extends SyncContract {
    @Test
    void whoWaitsGoesOnWhenAllHaveCounted() throws InterruptedException {
        SharedLatch it = mp.latch(3);
        Actor.Call<Boolean> waiting = carl.beginTo(it::await).awaitAsleep();
        Actor.Call<Boolean> inTime =
                hireAnother().begin(() -> it.await(60, SECONDS)).awaitAsleep();
        anna.run(it::countDown);
        bert.run(it::countDown);
        assertThat(it.getCount()).isOne();
        assertThat(waiting.isDone()).isFalse();
        assertThat(it).asString().contains(it.name()).contains("count=1");
        anna.run(it::countDown);
        assertThat(waiting.result()).isTrue();
        assertThat(inTime.result()).isTrue();
        bert.run(it::countDown);
        assertThat(it.getCount()).isZero();
        carl.run(it::await);
        assertThat(carl.succeeds(() -> it.await(0, SECONDS))).isTrue();
    }

    @Test
    void aTimedWaitEndsInTime() throws InterruptedException {
        SharedLatch it = mp.latch(1);
        for (Actor actor : List.of(anna, bert)) {
            assertThat(actor.succeeds(() -> it.await(0, SECONDS))).isFalse();
            assertThat(actor.succeeds(() -> it.await(-1, SECONDS))).isFalse();
            assertThat(actor.succeeds(() -> it.await(20, MILLISECONDS))).isFalse();
        }
        assertThat(it.getCount()).isOne();
    }

    @Test
    void anInterruptEndsAWait() throws InterruptedException {
        SharedLatch it = mp.latch(1);
        for (Actor.Action wait : List.<Actor.Action>of(it::await, () -> it.await(60, SECONDS))) {
            Actor.Call<Boolean> waiting = bert.beginTo(wait).awaitAsleep();
            waiting.interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        }
        assertThat(it.getCount()).isOne();
    }

    @Test
    void zeroIsOpenAndLessIsRefused() throws InterruptedException {
        SharedLatch it = mp.latch(0);
        bert.run(it::await);
        it.countDown();
        assertThat(it.getCount()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> mp.latch(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.latch("less", -1));
    }

    @Test
    void itIsTheSameLatchWhicheverWayItCame() throws InterruptedException {
        SharedLatch it = mp.latch(1);
        SharedQueue<SharedLatch> queue = mp.queue();
        queue.put(it);
        assertThat(queue.take()).isSameAs(it);
        queue.put(it);
        bert.run(() -> queue.take().countDown());
        assertThat(it.getCount()).isZero();
        SharedLatch named = mp.latch("gate", 2);
        assertThat(mp.latch("gate", 9)).isSameAs(named);
        assertThat(named.getCount()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> mp.event("gate"));
    }
}
