package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code Event} does, and that nobody who waited is left behind. */
abstract class EventContract extends SyncContract {
    private static final int ROUNDS = Rounds.of(500);

    private List<Actor.Call<Boolean>> fiveWaiters(SharedEvent event) throws InterruptedException {
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(hireAnother().beginTo(event::await).awaitAsleep());
        }
        return calls;
    }

    @Test
    void itIsSetOrNot() throws InterruptedException {
        SharedEvent it = mp.event();
        assertThat(it.isSet()).isFalse();
        assertThat(it).asString().contains(it.name()).contains("set=false");
        anna.run(it::set);
        anna.run(it::set);
        assertThat(bert.succeeds(it::isSet)).isTrue();
        assertThat(carl.succeeds(it::isSet)).isTrue();
        bert.run(it::clear);
        bert.run(it::clear);
        assertThat(anna.succeeds(it::isSet)).isFalse();
    }

    @Test
    void whoWaitsForOneThatIsSetGoesOnAtOnce() throws InterruptedException {
        SharedEvent it = mp.event();
        it.set();
        for (Actor actor : List.of(anna, bert)) {
            actor.run(it::await);
            assertThat(actor.succeeds(() -> it.await(0, SECONDS))).isTrue();
            assertThat(actor.succeeds(() -> it.await(-1, SECONDS))).isTrue();
        }
    }

    @Test
    void setWakesAll() throws InterruptedException {
        SharedEvent it = mp.event();
        List<Actor.Call<Boolean>> calls = fiveWaiters(it);
        anna.run(it::set);
        assertThat(awaitDone(calls, 5)).isEqualTo(5);
    }

    @Test
    void setAndClearWakesAllWhoWaited() throws InterruptedException {
        SharedEvent it = mp.event();
        List<Actor.Call<Boolean>> calls = fiveWaiters(it);
        Actor.Call<Boolean> inTime = carl.begin(() -> it.await(60, SECONDS)).awaitAsleep();
        anna.run(() -> {
            it.set();
            it.clear();
        });
        assertThat(awaitDone(calls, 5)).isEqualTo(5);
        assertThat(inTime.result()).isTrue();
        assertThat(it.isSet()).isFalse();
        Actor.Call<Boolean> late = bert.beginTo(it::await).awaitAsleep();
        it.set();
        late.result();
    }

    @Test
    void aTimedWaitEndsInTime() throws InterruptedException {
        SharedEvent it = mp.event();
        for (Actor actor : List.of(anna, bert)) {
            assertThat(actor.succeeds(() -> it.await(0, SECONDS))).isFalse();
            assertThat(actor.succeeds(() -> it.await(-1, SECONDS))).isFalse();
            assertThat(actor.succeeds(() -> it.await(20, MILLISECONDS))).isFalse();
        }
    }

    @Test
    void anInterruptEndsAWait() throws InterruptedException {
        SharedEvent it = mp.event();
        for (Actor.Action wait : List.<Actor.Action>of(it::await, () -> it.await(60, SECONDS))) {
            Actor.Call<Boolean> waiting = bert.beginTo(wait).awaitAsleep();
            waiting.interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        }
        it.set();
        assertThat(bert.failureOf(() -> {
                    Thread.currentThread().interrupt();
                    it.await();
                }))
                .isInstanceOf(InterruptedException.class);
    }

    /** Two that wait for each other's signals in turn: one missed, and both stand still. */
    @Test
    void noSetIsMissed() throws InterruptedException {
        SharedEvent there = mp.event();
        SharedEvent back = mp.event();
        Actor.Call<Boolean> one = anna.beginTo(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                there.set();
                back.await();
                back.clear();
            }
        });
        Actor.Call<Boolean> other = bert.beginTo(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                there.await();
                there.clear();
                back.set();
            }
        });
        one.result();
        other.result();
    }

    @Test
    void itIsTheSameEventWhicheverWayItCame() throws InterruptedException {
        SharedEvent it = mp.event();
        SharedQueue<SharedEvent> queue = mp.queue();
        queue.put(it);
        assertThat(queue.take()).isSameAs(it);
        queue.put(it);
        bert.run(() -> queue.take().set());
        assertThat(it.isSet()).isTrue();
        SharedEvent named = mp.event("start");
        assertThat(mp.event("start")).isSameAs(named);
        assertThat(named.name()).isEqualTo("start");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.lock("start"));
    }
}
