package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Semaphore} and {@code BoundedSemaphore} do, as a {@code java.util.concurrent.Semaphore}. */
abstract class SemaphoreContract extends SyncContract {
    private static final int ROUNDS = Rounds.of(2_000);

    @Test
    void permitsAreAcquiredAndReleasedByAnybody() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(2);
        assertThat(it.availablePermits()).isEqualTo(2);
        anna.run(it::acquire);
        bert.run(it::acquire);
        assertThat(it.availablePermits()).isZero();
        assertThat(carl.succeeds(it::tryAcquire)).isFalse();
        assertThat(carl.succeeds(() -> it.tryAcquire(10, MILLISECONDS))).isFalse();
        assertThat(carl.succeeds(() -> it.tryAcquire(0, SECONDS))).isFalse();
        assertThat(carl.succeeds(() -> it.tryAcquire(-1, SECONDS))).isFalse();
        carl.run(it::release);
        assertThat(bert.succeeds(() -> it.tryAcquire(-1, SECONDS))).isTrue();
        anna.run(it::release);
        anna.run(it::release);
        assertThat(it.availablePermits()).isEqualTo(2);
    }

    @Test
    void itMayBeReleasedAboveItsFirstNumberIfItHasNoBound() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(0);
        assertThat(it.bound()).isEqualTo(Integer.MAX_VALUE);
        anna.run(it::release);
        anna.run(() -> it.release(4));
        assertThat(it.availablePermits()).isEqualTo(5);
        it.release(Integer.MAX_VALUE - 5);
        assertThatIllegalStateException().isThrownBy(it::release);
        assertThat(it.availablePermits()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aReleaseAboveTheBoundIsRefusedAndReleasesNothing() throws InterruptedException {
        SharedSemaphore it = mp.boundedSemaphore(3);
        assertThat(it.bound()).isEqualTo(3);
        assertThat(anna.failureOf(it::release)).isInstanceOf(IllegalStateException.class);
        anna.run(() -> it.acquire(2));
        assertThat(bert.failureOf(() -> it.release(3))).isInstanceOf(IllegalStateException.class);
        assertThat(it.availablePermits()).isOne();
        bert.run(() -> it.release(2));
        assertThat(anna.failureOf(it::release)).isInstanceOf(IllegalStateException.class);
        assertThat(it.availablePermits()).isEqualTo(3);
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> mp.semaphore(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.boundedSemaphore(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> mp.semaphore("negative", -1));
        SharedSemaphore it = mp.boundedSemaphore(2);
        assertThatIllegalArgumentException().isThrownBy(() -> it.acquire(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> it.acquire(3));
        assertThatIllegalArgumentException().isThrownBy(() -> it.acquireUninterruptibly(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> it.tryAcquire(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> it.tryAcquire(-1, 1, SECONDS));
        assertThatIllegalArgumentException().isThrownBy(() -> it.acquireOwned(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> it.release(-1));
        it.release(0);
        assertThat(it.tryAcquire(0)).isTrue();
        assertThat(it.availablePermits()).isEqualTo(2);
    }

    @Test
    void severalAreAcquiredAllAtOnceOrNotAtAll() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(3);
        assertThat(anna.succeeds(() -> it.tryAcquire(4))).isFalse();
        assertThat(anna.succeeds(() -> it.tryAcquire(4, 10, MILLISECONDS))).isFalse();
        assertThat(it.availablePermits()).isEqualTo(3);
        Actor.Call<Boolean> forFour = anna.beginTo(() -> it.acquire(4)).awaitAsleep();
        assertThat(it.availablePermits()).isEqualTo(3);
        bert.run(it::release);
        assertThat(forFour.result()).isTrue();
        assertThat(it.availablePermits()).isZero();
    }

    @Test
    void aReleaseWakesAsManyAsItServes() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(0);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (Actor actor : List.of(anna, bert, carl)) {
            calls.add(actor.beginTo(it::acquire).awaitAsleep());
        }
        it.release(2);
        assertThat(awaitDone(calls, 2)).isEqualTo(2);
        assertThat(it.availablePermits()).isZero();
        it.release();
        assertThat(awaitDone(calls, 3)).isEqualTo(3);
    }

    @Test
    void oneWhoWaitsForManyDoesNotStandInTheWayOfOneWhoCanBeServed() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(0);
        Actor.Call<Boolean> forOne = bert.beginTo(it::acquire).awaitAsleep();
        it.release();
        forOne.result();
        assertThat(it.availablePermits()).isZero();
    }

    @Test
    void oneWhoWaitsForManyIsNotPassedOverForEver() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(2);
        Actor.Call<Boolean> forTwo = carl.begin(() -> {
            boolean isTaken = it.tryAcquire(2, 30, SECONDS);
            it.release(2);
            return isTaken;
        });
        // Each has one permit nearly always, so that there are hardly ever two.
        List<Actor.Call<Boolean>> others = new ArrayList<>();
        for (Actor actor : List.of(anna, bert)) {
            others.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    it.acquire();
                    long end = System.nanoTime() + 20_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    it.release();
                }
            }));
        }
        assertThat(forTwo.result()).isTrue();
        for (Actor.Call<Boolean> call : others) {
            call.result();
        }
        assertThat(it.availablePermits()).isEqualTo(2);
    }

    @Test
    void oneWhoGaveUpWaitingForManyLeavesTheRestToOthers() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(1);
        Actor.Call<Boolean> forTwo =
                carl.begin(() -> it.tryAcquire(2, 60, SECONDS)).awaitAsleep();
        Actor.Call<Boolean> forOne = bert.beginTo(it::acquire);
        forTwo.interrupt();
        assertThat(forTwo.failure()).isInstanceOf(InterruptedException.class);
        assertThat(forOne.result()).isTrue();
        assertThat(anna.succeeds(() -> it.tryAcquire(2, 100, MILLISECONDS))).isFalse();
        it.release();
        assertThat(anna.succeeds(() -> it.tryAcquire(1, 1, SECONDS))).isTrue();
    }

    @Test
    void drainTakesWhatThereIs() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(7);
        assertThat(anna.get(it::drainPermits)).isEqualTo(7);
        assertThat(bert.get(it::drainPermits)).isZero();
        assertThat(it.availablePermits()).isZero();
    }

    @Test
    void anInterruptEndsAWait() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(0);
        for (Actor.Action wait : List.<Actor.Action>of(
                it::acquire,
                () -> it.acquire(2),
                () -> it.tryAcquire(60, SECONDS),
                () -> it.tryAcquire(2, 60, SECONDS),
                it::acquireOwned,
                () -> it.acquireOwned(2),
                () -> it.tryAcquireOwned(1, 60, SECONDS))) {
            Actor.Call<Boolean> waiting = bert.beginTo(wait).awaitAsleep();
            waiting.interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
            assertThat(bert.succeeds(Thread::interrupted)).isFalse();
        }
        it.release(3);
        assertThat(it.availablePermits()).isEqualTo(3);
        assertThat(anna.succeeds(() -> it.tryAcquire(3))).isTrue();
    }

    @Test
    void anInterruptThatCameBeforeEndsTheCallThoughThereArePermits() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(5);
        for (Actor.Action call :
                List.<Actor.Action>of(it::acquire, () -> it.tryAcquire(1, SECONDS), it::acquireOwned)) {
            assertThat(bert.failureOf(() -> {
                        Thread.currentThread().interrupt();
                        call.run();
                    }))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(it.availablePermits()).isEqualTo(5);
    }

    @Test
    void anUninterruptibleWaitGoesOnAfterAnInterrupt() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(0);
        for (int permits : new int[] {1, 2}) {
            Actor.Call<Boolean> waiting = bert.begin(() -> {
                        it.acquireUninterruptibly(permits);
                        return Thread.interrupted();
                    })
                    .awaitAsleep();
            waiting.interrupt();
            assertThat(waiting.isDone()).isFalse();
            it.release(permits);
            assertThat(waiting.result()).isTrue();
        }
        assertThat(it.availablePermits()).isZero();
    }

    @Test
    void ownedPermitsComeBackWhenTheHandleIsClosed() throws InterruptedException {
        SharedSemaphore it = mp.boundedSemaphore(3);
        assertThat(anna.succeeds(() -> {
                    try (OwnedPermits two = it.acquireOwned(2)) {
                        OwnedPermits one = it.acquireOwned();
                        boolean areGone = two.permits() == 2 && it.availablePermits() == 0;
                        one.close();
                        one.close();
                        return areGone && it.availablePermits() == 1;
                    }
                }))
                .isTrue();
        assertThat(it.availablePermits()).isEqualTo(3);
        assertThat(bert.succeeds(() -> {
                    Optional<OwnedPermits> all = it.tryAcquireOwned(3, 0, SECONDS);
                    Optional<OwnedPermits> more = it.tryAcquireOwned(1, 10, MILLISECONDS);
                    all.orElseThrow().close();
                    return more.isEmpty();
                }))
                .isTrue();
        assertThat(it.availablePermits()).isEqualTo(3);
    }

    @Test
    void closingOwnedPermitsWakesWhoWaits() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(1);
        SharedQueue<String> cues = mp.queue();
        Actor.Call<Boolean> owner = anna.beginTo(() -> {
            try (OwnedPermits permit = it.acquireOwned()) {
                cues.take();
            }
        });
        Actor.Call<Boolean> waiting = bert.beginTo(() -> it.acquireOwned().close());
        Actor.Call<Boolean> other = carl.beginTo(() -> {
            it.acquire();
            it.release();
        });
        cues.put("close");
        owner.result();
        waiting.result();
        other.result();
        assertThat(it.availablePermits()).isOne();
    }

    @Test
    void ownedAndOtherPermitsDoNotDisturbEachOther() throws InterruptedException {
        SharedSemaphore it = mp.boundedSemaphore(2);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        calls.add(anna.beginTo(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                it.acquireOwned().close();
            }
        }));
        calls.add(bert.beginTo(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                it.acquireOwned(2).close();
            }
        }));
        calls.add(carl.beginTo(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                it.acquire();
                it.release();
            }
        }));
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        assertThat(it.availablePermits()).isEqualTo(2);
    }

    @Test
    void noMoreAreInsideThanThereArePermits() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(2);
        SharedQueue<Integer> inside = mp.queue(2);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (Actor actor : List.of(anna, bert, carl)) {
            calls.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    it.acquire();
                    // Three at once would find the queue full.
                    inside.add(i);
                    inside.remove();
                    it.release();
                }
            }));
        }
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        assertThat(it.availablePermits()).isEqualTo(2);
    }

    @Test
    void itIsTheSameSemaphoreWhicheverWayItCame() throws InterruptedException {
        SharedSemaphore it = mp.semaphore(1);
        SharedQueue<SharedSemaphore> queue = mp.queue();
        queue.put(it);
        assertThat(queue.take()).isSameAs(it);
        queue.put(it);
        assertThat(bert.succeeds(() -> queue.take().tryAcquire())).isTrue();
        assertThat(it.availablePermits()).isZero();
        assertThat(it).asString().contains(it.name()).contains("available=0");
    }

    @Test
    void aNamedOneKeepsWhatItWasMadeWith() {
        SharedSemaphore named = mp.boundedSemaphore("places", 2);
        assertThat(named.name()).isEqualTo("places");
        assertThat(mp.semaphore("places", 9)).isSameAs(named);
        assertThat(mp.boundedSemaphore("places", 9).bound()).isEqualTo(2);
        assertThat(named.availablePermits()).isEqualTo(2);
        mp.lock("no semaphore");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.semaphore("no semaphore", 1));
    }
}
