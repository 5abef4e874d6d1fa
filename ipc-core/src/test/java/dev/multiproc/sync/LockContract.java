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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Lock} and {@code RLock} do, as a {@code ReentrantLock}. */
@SuppressWarnings("LockNotBeforeTry") // Where an unlock is missed the test has failed.
abstract class LockContract extends SyncContract {
    private static final int ROUNDS = Rounds.of(2_000);

    SharedLock lock;

    @BeforeEach
    void makeLock() {
        lock = mp.lock();
    }

    private void assertFree() throws InterruptedException {
        SharedLock it = lock;
        assertThat(it.isLocked()).isFalse();
        for (Actor actor : List.of(anna, bert, carl)) {
            assertThat(actor.succeeds(it::tryLock)).isTrue();
            actor.run(it::unlock);
        }
    }

    @Test
    void oneHoldsItAndTheOthersDoNotGetIt() throws InterruptedException {
        SharedLock it = lock;
        anna.run(it::lock);
        assertThat(it.isLocked()).isTrue();
        assertThat(bert.succeeds(it::tryLock)).isFalse();
        assertThat(carl.succeeds(() -> it.tryLock(10, MILLISECONDS))).isFalse();
        assertThat(carl.succeeds(() -> it.tryLock(0, SECONDS))).isFalse();
        assertThat(carl.succeeds(() -> it.tryLock(-1, SECONDS))).isFalse();
        anna.run(it::unlock);
        assertThat(it.isLocked()).isFalse();
        assertThat(bert.succeeds(() -> it.tryLock(-1, SECONDS))).isTrue();
        bert.run(it::unlock);
        assertFree();
    }

    @Test
    void aWaiterGetsItWhenItIsFree() throws InterruptedException {
        SharedLock it = lock;
        anna.run(it::lock);
        Actor.Call<Boolean> waiting = bert.beginTo(it::lock).awaitAsleep();
        Actor.Call<Boolean> withLimit =
                carl.begin(() -> it.tryLock(60, SECONDS)).awaitAsleep();
        assertThat(waiting.isDone()).isFalse();
        anna.run(it::unlock);
        List<Actor.Call<Boolean>> calls = List.of(waiting, withLimit);
        assertThat(awaitDone(calls, 1)).isOne();
        boolean bertIsFirst = waiting.isDone();
        (bertIsFirst ? bert : carl).run(it::unlock);
        awaitDone(calls, 2);
        (bertIsFirst ? carl : bert).run(it::unlock);
        assertFree();
    }

    @Test
    void itsOwnerMayTakeItAgainAndFreesItWithTheLastUnlock() throws InterruptedException {
        SharedLock it = lock;
        anna.run(it::lock);
        anna.run(it::lockInterruptibly);
        assertThat(anna.succeeds(it::tryLock)).isTrue();
        assertThat(anna.succeeds(() -> it.tryLock(1, SECONDS))).isTrue();
        assertThat(anna.get(it::getHoldCount)).isEqualTo(4);
        assertThat(anna.succeeds(it::isHeldByCurrentThread)).isTrue();
        assertThat(bert.get(it::getHoldCount)).isZero();
        assertThat(bert.succeeds(it::isHeldByCurrentThread)).isFalse();
        for (int left = 3; left >= 0; left--) {
            assertThat(bert.succeeds(it::tryLock)).isFalse();
            anna.run(it::unlock);
            assertThat(anna.get(it::getHoldCount)).isEqualTo(left);
        }
        assertFree();
    }

    @Test
    void onlyItsOwnerCanUnlock() throws InterruptedException {
        SharedLock it = lock;
        assertThat(anna.failureOf(it::unlock)).isInstanceOf(IllegalMonitorStateException.class);
        anna.run(it::lock);
        assertThat(bert.failureOf(it::unlock)).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(carl.failureOf(it::unlock)).isInstanceOf(IllegalMonitorStateException.class);
        anna.run(it::unlock);
        assertThat(anna.failureOf(it::unlock)).isInstanceOf(IllegalMonitorStateException.class);
        assertFree();
    }

    @Test
    void ownerDiedIsForItsOwnerToAsk() throws InterruptedException {
        SharedLock it = lock;
        assertThat(anna.failureOf(it::ownerDied)).isInstanceOf(IllegalMonitorStateException.class);
        anna.run(it::lock);
        assertThat(anna.get(it::ownerDied)).isFalse();
        assertThat(bert.failureOf(it::ownerDied)).isInstanceOf(IllegalMonitorStateException.class);
        anna.run(it::unlock);
    }

    @Test
    void itsOwnersProcessCanBeSeen() throws InterruptedException {
        SharedLock it = lock;
        assertThat(it.owner()).isEmpty();
        assertThat(it).asString().contains(it.name()).contains("free");
        for (Actor actor : List.of(anna, bert)) {
            actor.run(it::lock);
            assertThat(it.owner()).hasValueSatisfying(owner -> {
                assertThat(owner.pid()).isEqualTo(actor.process().pid());
                assertThat(owner.isAlive()).isTrue();
            });
            assertThat(carl.get(() -> it.owner().orElseThrow().pid()))
                    .isEqualTo(actor.process().pid());
            assertThat(it).asString().contains("pid=" + actor.process().pid());
            actor.run(it::unlock);
        }
    }

    @Test
    void anInterruptEndsAWaitThatMayBeInterrupted() throws InterruptedException {
        SharedLock it = lock;
        anna.run(it::lock);
        List<Actor.Call<Boolean>> calls =
                List.of(bert.beginTo(it::lockInterruptibly), carl.begin(() -> it.tryLock(60, SECONDS)));
        for (Actor.Call<Boolean> call : calls) {
            call.awaitAsleep();
            call.interrupt();
            assertThat(call.failure()).isInstanceOf(InterruptedException.class);
        }
        assertThat(bert.succeeds(Thread::interrupted)).isFalse();
        anna.run(it::unlock);
        assertFree();
    }

    @Test
    void anInterruptThatCameBeforeEndsTheCallThoughTheLockIsFree() throws InterruptedException {
        SharedLock it = lock;
        for (Actor.Action call : List.<Actor.Action>of(it::lockInterruptibly, () -> it.tryLock(1, SECONDS))) {
            assertThat(bert.failureOf(() -> {
                        Thread.currentThread().interrupt();
                        call.run();
                    }))
                    .isInstanceOf(InterruptedException.class);
            assertThat(bert.succeeds(Thread::interrupted)).isFalse();
        }
        assertFree();
    }

    @Test
    void lockAndTryLockKeepAnInterruptForLater() throws InterruptedException {
        SharedLock it = lock;
        anna.run(it::lock);
        Actor.Call<Boolean> waiting = bert.begin(() -> {
                    it.lock();
                    return Thread.interrupted();
                })
                .awaitAsleep();
        waiting.interrupt();
        anna.run(it::unlock);
        assertThat(waiting.result()).isTrue();
        bert.run(it::unlock);
        assertThat(bert.get(() -> {
                    Thread.currentThread().interrupt();
                    it.lock();
                    it.unlock();
                    return it.tryLock() && Thread.interrupted();
                }))
                .isTrue();
        bert.run(it::unlock);
        assertFree();
    }

    @Test
    void aTimedWaitEndsInTimeAndNotBefore() throws InterruptedException {
        SharedLock it = lock;
        anna.run(it::lock);
        for (long millis : new long[] {1, 20, 100}) {
            long waited = bert.get(() -> {
                long begin = System.nanoTime();
                assertThat(it.tryLock(millis, MILLISECONDS)).isFalse();
                return System.nanoTime() - begin;
            });
            assertThat(waited)
                    .isBetween(MILLISECONDS.toNanos(millis), MILLISECONDS.toNanos(millis) + SECONDS.toNanos(2));
        }
        anna.run(it::unlock);
        assertFree();
    }

    @Test
    void noTwoHoldItAtATime() throws InterruptedException {
        SharedLock it = lock;
        SharedQueue<Integer> register = mp.queue(1);
        register.put(0);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (Actor actor : List.of(anna, bert, carl)) {
            calls.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    it.lock();
                    // Two at once would find the register empty, or put into a full one.
                    register.add(register.remove() + 1);
                    it.unlock();
                }
            }));
        }
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        assertThat(register.take()).isEqualTo(3 * ROUNDS);
        assertFree();
    }

    @Test
    void itIsTheSameLockWhicheverWayItCame() throws InterruptedException {
        SharedLock it = lock;
        SharedQueue<SharedLock> queue = mp.queue();
        queue.put(it);
        assertThat(queue.take()).isSameAs(it);
        queue.put(it);
        anna.run(it::lock);
        assertThat(bert.succeeds(() -> queue.take().tryLock())).isFalse();
        anna.run(it::unlock);
        SharedLock named = mp.lock("a lock");
        assertThat(mp.lock("a lock")).isSameAs(named);
        assertThat(named.name()).isEqualTo("a lock");
    }

    @Test
    void aNameOfAnotherKindIsRefused() {
        mp.queue("a queue");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.lock("a queue"));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.lock("not/allowed"));
        mp.lock("lock of that name");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.queue("lock of that name"));
    }
}
