package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What {@code Barrier} does, as a {@code CyclicBarrier}. */
abstract class BarrierContract extends SyncContract {
    private static final int ROUNDS = Rounds.of(300);

    private Actor.Call<Integer> beginToWait(Actor actor, SharedBarrier barrier) throws InterruptedException {
        return actor.begin(() -> barrier.await()).awaitAsleep();
    }

    private void assertWorks(SharedBarrier barrier) throws InterruptedException {
        assertThat(barrier.isBroken()).isFalse();
        assertThat(barrier.getNumberWaiting()).isZero();
        assertThat(barrier.getParties()).isEqualTo(3);
        Actor.Call<Integer> first = beginToWait(hireAnother(), barrier);
        assertThat(barrier.getNumberWaiting()).isOne();
        Actor.Call<Integer> second = beginToWait(hireAnother(), barrier);
        assertThat(barrier.getNumberWaiting()).isEqualTo(2);
        assertThat(hireAnother().get(() -> barrier.await(0, SECONDS))).isZero();
        assertThat(first.result()).isEqualTo(2);
        assertThat(second.result()).isOne();
        assertThat(barrier.getNumberWaiting()).isZero();
    }

    private static void assertAllBroken(List<Actor.Call<Integer>> calls) throws InterruptedException {
        for (Actor.Call<Integer> call : calls) {
            assertThat(call.failure()).isInstanceOf(BrokenBarrierException.class);
        }
    }

    private void assertBroken(SharedBarrier barrier) throws InterruptedException {
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.getNumberWaiting()).isZero();
        assertThat(barrier).asString().contains("broken");
        for (Actor actor : List.of(hireAnother(), hireAnother())) {
            assertThat(actor.failureOf(barrier::await)).isInstanceOf(BrokenBarrierException.class);
            assertThat(actor.failureOf(() -> barrier.await(60, SECONDS))).isInstanceOf(BrokenBarrierException.class);
        }
    }

    private List<Actor.Call<Integer>> twoWaiters(SharedBarrier barrier) throws InterruptedException {
        return List.of(beginToWait(anna, barrier), beginToWait(bert, barrier));
    }

    @Test
    void allGoOnWhenAllHaveComeAndAgainAndAgain() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        assertWorks(it);
        assertWorks(it);
        assertThat(it).asString().contains(it.name()).contains("parties=3");
    }

    @Test
    void oneAloneDoesNotWait() throws InterruptedException {
        SharedBarrier it = mp.barrier(1);
        assertThat(anna.get(() -> it.await())).isZero();
        assertThat(bert.get(() -> it.await(0, SECONDS))).isZero();
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        for (int parties : new int[] {0, -1, 70_000}) {
            assertThatIllegalArgumentException().isThrownBy(() -> mp.barrier(parties));
            assertThatIllegalArgumentException().isThrownBy(() -> mp.barrier("numbers", parties));
            assertThatIllegalArgumentException().isThrownBy(() -> mp.barrier(parties, () -> {}));
        }
        assertThatNullPointerException().isThrownBy(() -> mp.barrier(1, (BarrierAction) null));
    }

    @Test
    void theLastRunsTheActionBeforeAllGoOn() throws InterruptedException {
        SharedQueue<Long> acted = mp.queue();
        SharedBarrier it = mp.barrier(3, () -> acted.add(ProcessHandle.current().pid()));
        for (Actor last : List.of(anna, bert, carl)) {
            List<Actor.Call<Integer>> others = List.of(beginToWait(hireAnother(), it), beginToWait(hireAnother(), it));
            assertThat(acted).isEmpty();
            assertThat(last.get(() -> it.await())).isZero();
            for (Actor.Call<Integer> call : others) {
                call.result();
            }
            assertThat(acted.take()).isEqualTo(last.process().pid());
        }
        assertThat(acted).isEmpty();
    }

    @Test
    void whoComesDuringTheActionBelongsToTheNextRound() throws InterruptedException {
        SharedQueue<String> steps = mp.queue();
        SharedQueue<String> cues = mp.queue();
        SharedBarrier it = mp.barrier(2, () -> {
            try {
                steps.put("acts");
                cues.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Actor.Call<Integer> first = beginToWait(anna, it);
        Actor.Call<Integer> second = bert.begin(() -> it.await());
        steps.take();
        Actor.Call<Integer> early = beginToWait(carl, it);
        assertThat(hireAnother().failureOf(() -> it.await(20, MILLISECONDS))).isInstanceOf(TimeoutException.class);
        assertThat(it.isBroken()).isFalse();
        assertThat(first.isDone()).isFalse();
        cues.put("done");
        assertThat(first.result()).isOne();
        assertThat(second.result()).isZero();
        await().until(() -> it.getNumberWaiting() == 1);
        cues.put("done");
        assertThat(anna.get(() -> it.await())).isZero();
        assertThat(early.result()).isOne();
    }

    @Test
    void anActionThatThrowsBreaksTheBarrier() throws InterruptedException {
        SharedBarrier it = mp.barrier(3, () -> {
            throw new UnsupportedOperationException("no action");
        });
        List<Actor.Call<Integer>> calls = twoWaiters(it);
        assertThat(carl.failureOf(it::await))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no action");
        assertAllBroken(calls);
        assertBroken(it);
    }

    @Test
    void oneWhoseTimeIsUpBreaksIt() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        Actor.Call<Integer> waiting = beginToWait(anna, it);
        assertThat(bert.failureOf(() -> it.await(20, MILLISECONDS))).isInstanceOf(TimeoutException.class);
        assertAllBroken(List.of(waiting));
        assertBroken(it);
        it.reset();
        assertWorks(it);
        for (long none : new long[] {0, -1}) {
            assertThat(bert.failureOf(() -> it.await(none, SECONDS))).isInstanceOf(TimeoutException.class);
            assertBroken(it);
            it.reset();
        }
    }

    @Test
    void oneWhoIsInterruptedBreaksIt() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        for (Actor.Work<Integer> wait : List.<Actor.Work<Integer>>of(() -> it.await(), () -> it.await(60, SECONDS))) {
            Actor.Call<Integer> waiting = beginToWait(anna, it);
            Actor.Call<Integer> interrupted = bert.begin(wait).awaitAsleep();
            interrupted.interrupt();
            assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
            assertAllBroken(List.of(waiting));
            assertBroken(it);
            it.reset();
        }
        assertWorks(it);
    }

    @Test
    void oneWhoWasInterruptedBeforeBreaksItToo() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        Actor.Call<Integer> waiting = beginToWait(anna, it);
        assertThat(bert.failureOf(() -> {
                    Thread.currentThread().interrupt();
                    it.await();
                }))
                .isInstanceOf(InterruptedException.class);
        assertAllBroken(List.of(waiting));
        assertBroken(it);
    }

    @Test
    void abortBreaksIt() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        List<Actor.Call<Integer>> calls = twoWaiters(it);
        carl.run(it::abort);
        assertAllBroken(calls);
        assertBroken(it);
        carl.run(it::abort);
        carl.run(it::reset);
        assertWorks(it);
        anna.run(it::abort);
        assertBroken(it);
    }

    @Test
    void resetSendsWhoWaitsAwayAndMakesItAsNew() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        it.reset();
        for (int i = 0; i < 10; i++) {
            List<Actor.Call<Integer>> calls = twoWaiters(it);
            carl.run(it::reset);
            assertAllBroken(calls);
        }
        assertWorks(it);
    }

    @Test
    void everyRoundHasOneOfEachPlace() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        SharedQueue<Integer> lasts = mp.queue();
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (Actor actor : List.of(anna, bert, carl)) {
            calls.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    int place = it.await();
                    if (place == 0) {
                        lasts.put(i);
                    }
                }
            }));
        }
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(lasts.take()).isEqualTo(i);
        }
        assertThat(lasts).isEmpty();
    }

    /** A thread that is slow to leave a round may find others in a later one. */
    @Test
    void moreThreadsThanPartiesTakeTurns() throws InterruptedException {
        SharedBarrier it = mp.barrier(2);
        SharedLatch rounds = mp.latch(ROUNDS);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(hireAnother().begin(() -> {
                try {
                    while (true) {
                        if (it.await() == 0) {
                            rounds.countDown();
                        }
                    }
                } catch (BrokenBarrierException e) {
                    return it.isBroken();
                }
            }));
        }
        rounds.await();
        it.abort();
        assertThat(awaitDone(calls, 4)).isEqualTo(4);
    }

    @Test
    void itIsTheSameBarrierWhicheverWayItCame() throws InterruptedException {
        SharedBarrier it = mp.barrier(2);
        SharedQueue<SharedBarrier> queue = mp.queue();
        queue.put(it);
        assertThat(queue.take()).isSameAs(it);
        queue.put(it);
        Actor.Call<Integer> waiting = bert.begin(() -> queue.take().await()).awaitAsleep();
        assertThat(anna.get(() -> it.await())).isZero();
        assertThat(waiting.result()).isOne();
        SharedBarrier named = mp.barrier("all", 2);
        assertThat(mp.barrier("all", 9)).isSameAs(named);
        assertThat(mp.barrier("all", 9, () -> {}).getParties()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> mp.latch("all", 1));
    }

    /** Who is told of a reset and comes again at once belongs to the next round, and is not told of the same reset again. */
    @Test
    void nobodyIsToldTwiceOfOneReset() throws InterruptedException {
        SharedBarrier it = mp.barrier(3);
        int resets = 200;
        List<Actor.Call<Integer>> parties =
                List.of(anna.begin(() -> timesBroken(it)), bert.begin(() -> timesBroken(it)));
        for (int round = 0; round < resets; round++) {
            await().atMost(30, SECONDS)
                    .pollInterval(1, MILLISECONDS)
                    .pollDelay(0, MILLISECONDS)
                    .until(() -> it.getNumberWaiting() == 2);
            it.reset();
        }
        await().atMost(30, SECONDS).until(() -> it.getNumberWaiting() == 2);
        assertThat(hireAnother().get(() -> it.await(30, SECONDS))).isZero();
        for (Actor.Call<Integer> party : parties) {
            assertThat(party.result()).isEqualTo(resets);
        }
    }

    /** How often the barrier is broken before all come. */
    private static int timesBroken(SharedBarrier barrier) throws InterruptedException {
        int count = 0;
        while (true) {
            try {
                barrier.await();
                return count;
            } catch (BrokenBarrierException e) {
                count++;
            }
        }
    }

    @Test
    void itsTimeLimitBreaksIt() throws Exception {
        SharedBarrier limited = mp.barrier(2, Duration.ofMillis(20));
        assertThat(anna.failureOf(limited::await))
                .isInstanceOf(BrokenBarrierException.class)
                .hasMessageContaining("limit=PT0.02S")
                .hasMessageContaining("barrier=" + limited.name());
        assertThat(limited.isBroken()).isTrue();
        assertThat(bert.failureOf(limited::await)).isInstanceOf(BrokenBarrierException.class);
        // A wait's own time has precedence.
        limited.reset();
        Actor.Call<Integer> first = anna.begin(() -> limited.await(1, TimeUnit.HOURS));
        assertThat(bert.get(() -> limited.await(1, TimeUnit.HOURS)) + first.result())
                .isEqualTo(1);
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mp.barrier(2, wrong))
                    .withMessageContaining("timeLimit=");
        }
        SharedBarrier endless = mp.barrier("endless", 1, () -> {}, Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(endless.await()).isZero();
    }
}
