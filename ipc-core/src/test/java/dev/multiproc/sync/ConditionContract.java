package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Condition} does, as one of a {@code ReentrantLock}. */
@SuppressWarnings({
    "JavaUtilDate", // The interface has it.
    "LockNotBeforeTry", // Where an unlock is missed the test has failed.
    "WaitNotInLoop" // How often it wakes is what is tested.
})
abstract class ConditionContract extends SyncContract {
    private static final int ROUNDS = Rounds.of(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SharedLock lock;
    private SharedCondition condition;

    @BeforeEach
    void makeCondition() {
        lock = mp.lock();
        condition = lock.newCondition();
    }

    /** Waits with two holds, and gives them back after. */
    private Actor.Call<Boolean> beginToWait(Actor actor) throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        return actor.beginTo(() -> {
                    heldLock.lock();
                    heldLock.lock();
                    try {
                        it.await();
                        assertThat(heldLock.getHoldCount()).isEqualTo(2);
                    } finally {
                        heldLock.unlock();
                        heldLock.unlock();
                    }
                })
                .awaitAsleep();
    }

    private void signal(Actor actor, int count) throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        actor.run(() -> {
            heldLock.lock();
            it.signal(count);
            heldLock.unlock();
        });
    }

    private List<Actor.Call<Boolean>> fiveWaiters() throws InterruptedException {
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(beginToWait(hireAnother()));
        }
        return calls;
    }

    /** So many are awake, and no more: those who are not can be woken, each by a signal of its own. */
    private void assertExactlySoManyWoke(int expected, List<Actor.Call<Boolean>> calls) throws InterruptedException {
        awaitDone(calls, expected);
        for (int i = expected; i < calls.size(); i++) {
            assertThat(countDone(calls)).isEqualTo(i);
            signal(anna, 1);
            awaitDone(calls, i + 1);
        }
        assertThat(countDone(calls)).isEqualTo(calls.size());
    }

    @Test
    void itNeedsTheLock() throws InterruptedException {
        SharedCondition it = condition;
        SharedLock heldLock = lock;
        anna.run(heldLock::lock);
        for (Actor.Action call : List.<Actor.Action>of(
                it::await,
                it::awaitUninterruptibly,
                () -> it.await(1, SECONDS),
                () -> it.awaitNanos(1),
                () -> it.awaitUntil(new Date(0)),
                () -> it.waitFor(() -> true),
                () -> it.waitFor(() -> true, 1, SECONDS),
                it::signal,
                () -> it.signal(1),
                it::signalAll)) {
            assertThat(bert.failureOf(call)).isInstanceOf(IllegalMonitorStateException.class);
        }
        anna.run(heldLock::unlock);
    }

    @Test
    void aWaiterGivesBackAllItsHoldsAndHasThemAgainAfterwards() throws InterruptedException {
        SharedLock heldLock = lock;
        Actor.Call<Boolean> waiting = beginToWait(bert);
        assertThat(anna.succeeds(heldLock::tryLock)).isTrue();
        SharedCondition it = condition;
        anna.run(it::signal);
        assertThat(waiting.isDone()).as("the signaller still holds the lock").isFalse();
        anna.run(heldLock::unlock);
        assertThat(waiting.result()).isTrue();
        assertThat(heldLock.isLocked()).isFalse();
    }

    @Test
    void aSignalWakesOne() throws InterruptedException {
        List<Actor.Call<Boolean>> calls = fiveWaiters();
        signal(carl, 1);
        assertExactlySoManyWoke(1, calls);
    }

    @Test
    void signalsWakeAsManyAsThereAre() throws InterruptedException {
        List<Actor.Call<Boolean>> calls = fiveWaiters();
        signal(carl, 0);
        signal(carl, 3);
        assertExactlySoManyWoke(3, calls);
    }

    @Test
    void moreSignalsThanWaitersWakeAllAndAreNotKept() throws InterruptedException {
        List<Actor.Call<Boolean>> calls = fiveWaiters();
        signal(carl, 17);
        assertExactlySoManyWoke(5, calls);
        signal(carl, 1);
        Actor.Call<Boolean> late = beginToWait(bert);
        assertThat(late.isDone()).isFalse();
        signal(carl, 1);
        assertThat(late.result()).isTrue();
    }

    @Test
    void signalAllWakesAll() throws InterruptedException {
        List<Actor.Call<Boolean>> calls = fiveWaiters();
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        carl.run(() -> {
            heldLock.lock();
            it.signalAll();
            heldLock.unlock();
        });
        assertExactlySoManyWoke(5, calls);
        Actor.Call<Boolean> late = beginToWait(bert);
        signal(carl, 1);
        late.result();
    }

    @Test
    void aNegativeCountIsRefused() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        anna.run(heldLock::lock);
        assertThat(anna.failureOf(() -> it.signal(-1))).isInstanceOf(IllegalArgumentException.class);
        anna.run(heldLock::unlock);
    }

    @Test
    void aTimedWaitEndsInTimeWithTheLock() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        for (Actor actor : List.of(anna, bert)) {
            actor.run(heldLock::lock);
            assertThat(actor.succeeds(() -> it.await(0, SECONDS))).isFalse();
            assertThat(actor.succeeds(() -> it.await(-1, SECONDS))).isFalse();
            assertThat(actor.succeeds(() -> it.await(20, MILLISECONDS))).isFalse();
            assertThat(actor.get(() -> it.awaitNanos(MILLISECONDS.toNanos(20)))).isNotPositive();
            assertThat(actor.get(() -> it.awaitNanos(-5))).isEqualTo(-5);
            assertThat(actor.succeeds(() -> it.awaitUntil(new Date(System.currentTimeMillis() + 20))))
                    .isFalse();
            assertThat(actor.succeeds(() -> it.awaitUntil(new Date(0)))).isFalse();
            assertThat(actor.get(heldLock::getHoldCount)).isOne();
            actor.run(heldLock::unlock);
        }
    }

    @Test
    void aTimedWaitThatIsSignalledSaysSo() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        anna.run(heldLock::lock);
        Actor.Call<Long> waiting =
                anna.begin(() -> it.awaitNanos(SECONDS.toNanos(60))).awaitAsleep();
        signal(carl, 1);
        assertThat(waiting.result()).isBetween(1L, SECONDS.toNanos(60));
        Actor.Call<Boolean> other = anna.begin(() -> it.await(60, SECONDS)).awaitAsleep();
        signal(carl, 1);
        assertThat(other.result()).isTrue();
        Date inAMinute = new Date(System.currentTimeMillis() + SECONDS.toMillis(60));
        Actor.Call<Boolean> third = anna.begin(() -> it.awaitUntil(inAMinute)).awaitAsleep();
        signal(carl, 1);
        assertThat(third.result()).isTrue();
        anna.run(heldLock::unlock);
    }

    @Test
    void aWaiterWhoseTimeIsUpComesBackOnlyWithTheLock() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        anna.run(heldLock::lock);
        Actor.Call<Boolean> waiting =
                anna.begin(() -> it.await(200, MILLISECONDS)).awaitAsleep();
        long begin = System.nanoTime();
        bert.run(heldLock::lock);
        await().atMost(PATIENCE).until(() -> System.nanoTime() - begin > MILLISECONDS.toNanos(400));
        assertThat(waiting.isDone()).isFalse();
        bert.run(heldLock::unlock);
        assertThat(waiting.result()).isFalse();
        assertThat(anna.succeeds(heldLock::isHeldByCurrentThread)).isTrue();
        anna.run(heldLock::unlock);
    }

    @Test
    void anInterruptEndsAWaitWithTheLock() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        for (Actor.Action wait : List.<Actor.Action>of(
                it::await,
                () -> it.await(60, SECONDS),
                () -> it.awaitNanos(SECONDS.toNanos(60)),
                () -> it.waitFor(() -> false),
                () -> it.waitFor(() -> false, 60, SECONDS))) {
            bert.run(heldLock::lock);
            Actor.Call<Boolean> waiting = bert.beginTo(wait).awaitAsleep();
            waiting.interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
            assertThat(bert.succeeds(heldLock::isHeldByCurrentThread)).isTrue();
            assertThat(bert.succeeds(Thread::interrupted)).isFalse();
            bert.run(heldLock::unlock);
        }
        Actor.Call<Boolean> waiting = beginToWait(carl);
        signal(anna, 1);
        assertThat(waiting.result()).isTrue();
    }

    @Test
    void anInterruptThatCameBeforeEndsTheWaitAtOnce() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        bert.run(heldLock::lock);
        assertThat(bert.failureOf(() -> {
                    Thread.currentThread().interrupt();
                    it.await();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(bert.get(heldLock::getHoldCount)).isOne();
        bert.run(heldLock::unlock);
    }

    @Test
    void anInterruptAfterTheSignalIsKeptForLater() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        bert.run(heldLock::lock);
        Actor.Call<Boolean> waiting = bert.begin(() -> {
                    it.await();
                    return Thread.interrupted();
                })
                .awaitAsleep();
        anna.run(heldLock::lock);
        anna.run(it::signal);
        waiting.interrupt();
        anna.run(heldLock::unlock);
        assertThat(waiting.result()).isTrue();
        bert.run(heldLock::unlock);
    }

    @Test
    void anUninterruptibleWaitGoesOnAfterAnInterrupt() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        bert.run(heldLock::lock);
        Actor.Call<Boolean> waiting = bert.begin(() -> {
                    it.awaitUninterruptibly();
                    return Thread.interrupted();
                })
                .awaitAsleep();
        waiting.interrupt();
        assertThat(waiting.isDone()).isFalse();
        signal(carl, 1);
        assertThat(waiting.result()).isTrue();
        bert.run(heldLock::unlock);
    }

    @Test
    void aPredicateIsWaitedFor() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition it = condition;
        SharedQueue<String> facts = mp.queue();
        anna.run(heldLock::lock);
        assertThat(anna.succeeds(() -> it.waitFor(() -> !facts.isEmpty(), 20, MILLISECONDS)))
                .isFalse();
        assertThat(anna.succeeds(() -> it.waitFor(() -> true, 0, SECONDS))).isTrue();
        anna.run(() -> it.waitFor(() -> true));
        Actor.Call<Boolean> waiting =
                anna.beginTo(() -> it.waitFor(() -> facts.size() == 2)).awaitAsleep();
        facts.put("one");
        signal(carl, 1);
        waiting.awaitAsleep();
        facts.put("another");
        signal(carl, 1);
        assertThat(waiting.result()).isTrue();
        Actor.Call<Boolean> inTime = anna.begin(() -> it.waitFor(() -> facts.size() == 3, 60, SECONDS))
                .awaitAsleep();
        facts.put("third");
        signal(carl, 1);
        assertThat(inTime.result()).isTrue();
        anna.run(heldLock::unlock);
    }

    /** As a bounded buffer: a signal too few would hang it. */
    @Test
    void noSignalIsLost() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition changed = condition;
        SharedQueue<Integer> buffer = mp.queue(1);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (Actor actor : List.of(anna, bert)) {
            calls.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    heldLock.lock();
                    try {
                        changed.waitFor(() -> buffer.isEmpty());
                        buffer.add(i);
                        changed.signalAll();
                    } finally {
                        heldLock.unlock();
                    }
                }
            }));
        }
        calls.add(carl.beginTo(() -> {
            for (int i = 0; i < 2 * ROUNDS; i++) {
                heldLock.lock();
                try {
                    changed.waitFor(() -> !buffer.isEmpty());
                    buffer.remove();
                    changed.signalAll();
                } finally {
                    heldLock.unlock();
                }
            }
        }));
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
    }

    /** Each wakes one other: one signal lost, or one wake-up too many, and the ring stops or the count is wrong. */
    @Test
    void aSignalGoesRound() throws InterruptedException {
        SharedLock heldLock = lock;
        SharedCondition[] turns = {lock.newCondition(), lock.newCondition(), lock.newCondition()};
        SharedQueue<Integer> turn = mp.queue();
        turn.put(0);
        List<Actor> actors = List.of(anna, bert, carl);
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int place = i;
            calls.add(actors.get(i).beginTo(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    heldLock.lock();
                    try {
                        while (turn.element() != place) {
                            turns[place].await();
                        }
                        turn.remove();
                        turn.add((place + 1) % 3);
                        turns[(place + 1) % 3].signal();
                    } finally {
                        heldLock.unlock();
                    }
                }
            }));
        }
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        assertThat(turn.take()).isZero();
    }

    @Test
    void itKnowsItsLockWhicheverWayItCame() throws InterruptedException {
        SharedCondition it = condition;
        SharedLock itsLock = lock;
        assertThat(it.lock()).isSameAs(lock);
        SharedQueue<SharedCondition> queue = mp.queue();
        queue.put(it);
        assertThat(queue.take()).isSameAs(it);
        queue.put(it);
        anna.run(itsLock::lock);
        assertThat(bert.succeeds(() -> queue.take().lock().tryLock())).isFalse();
        anna.run(itsLock::unlock);
    }

    @Test
    void aNamedConditionIsFoundAndBelongsToOneLock() {
        SharedCondition named = lock.newCondition("ready");
        assertThat(named.name()).isEqualTo("ready");
        assertThat(lock.newCondition("ready")).isSameAs(named);
        SharedLock other = mp.lock();
        assertThatIllegalArgumentException().isThrownBy(() -> other.newCondition("ready"));
        mp.queue("not a condition");
        assertThatIllegalArgumentException().isThrownBy(() -> lock.newCondition("not a condition"));
        assertThatIllegalArgumentException().isThrownBy(() -> lock.newCondition(""));
    }
}
