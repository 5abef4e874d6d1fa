package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.Actor;
import dev.multiproc.testing.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@code ReentrantReadWriteLock} does. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // Where an unlock is missed the test has failed.
abstract class ReadWriteLockContract extends SyncContract {
    private static final int ROUNDS = Rounds.of(1_000);

    private SharedReadWriteLock lock;

    @BeforeEach
    void makeLock() {
        lock = mp.readWriteLock();
    }

    private void assertFree() throws InterruptedException {
        SharedReadWriteLock it = lock;
        assertThat(it.getReadLockCount()).isZero();
        assertThat(it.writeLock().isLocked()).isFalse();
        for (Actor actor : List.of(anna, bert, carl)) {
            assertThat(actor.succeeds(() -> it.writeLock().tryLock())).isTrue();
            actor.run(() -> it.writeLock().unlock());
            assertThat(actor.succeeds(() -> it.readLock().tryLock(10, SECONDS))).isTrue();
            actor.run(() -> it.readLock().unlock());
        }
    }

    @Test
    void manyReadAtATime() throws InterruptedException {
        Lock read = lock.readLock();
        for (Actor actor : List.of(anna, bert, carl)) {
            actor.run(read::lock);
        }
        assertThat(lock.getReadLockCount()).isEqualTo(3);
        assertThat(lock).asString().contains(lock.name()).contains("readers=3");
        SharedReadWriteLock it = lock;
        assertThat(hireAnother().succeeds(() -> it.writeLock().tryLock())).isFalse();
        assertThat(hireAnother().succeeds(() -> it.writeLock().tryLock(10, MILLISECONDS)))
                .isFalse();
        for (Actor actor : List.of(anna, bert, carl)) {
            assertThat(actor.get(it::getReadHoldCount)).isOne();
            actor.run(read::unlock);
            assertThat(actor.get(it::getReadHoldCount)).isZero();
        }
        assertFree();
    }

    @Test
    void oneWritesAndNobodyReads() throws InterruptedException {
        SharedReadWriteLock it = lock;
        anna.run(() -> it.writeLock().lock());
        for (Actor actor : List.of(bert, carl)) {
            assertThat(actor.succeeds(() -> it.readLock().tryLock())).isFalse();
            assertThat(actor.succeeds(() -> it.readLock().tryLock(10, MILLISECONDS)))
                    .isFalse();
            assertThat(actor.succeeds(() -> it.writeLock().tryLock())).isFalse();
            assertThat(actor.succeeds(() -> it.writeLock().tryLock(10, MILLISECONDS)))
                    .isFalse();
        }
        assertThat(it.writeLock().owner()).hasValueSatisfying(owner -> assertThat(owner.pid())
                .isEqualTo(anna.process().pid()));
        assertThat(anna.succeeds(() -> it.writeLock().isHeldByCurrentThread())).isTrue();
        assertThat(it.getReadLockCount()).isZero();
        anna.run(() -> it.writeLock().unlock());
        assertFree();
    }

    @Test
    void aWriterWaitsForReadersAndKeepsFurtherOnesOut() throws InterruptedException {
        SharedReadWriteLock it = lock;
        anna.run(() -> it.readLock().lock());
        Actor.Call<Boolean> writer = bert.beginTo(() -> it.writeLock().lock()).awaitAsleep();
        assertThat(carl.succeeds(() -> it.readLock().tryLock())).isFalse();
        Actor.Call<Boolean> reader = carl.beginTo(() -> it.readLock().lock()).awaitAsleep();
        anna.run(() -> {
            it.readLock().lock();
            it.readLock().unlock();
        });
        assertThat(writer.isDone()).isFalse();
        anna.run(() -> it.readLock().unlock());
        writer.result();
        assertThat(reader.isDone()).isFalse();
        bert.run(() -> it.writeLock().unlock());
        reader.result();
        carl.run(() -> it.readLock().unlock());
        assertFree();
    }

    @Test
    void bothAreReentrantAndAWriterMayReadOn() throws InterruptedException {
        SharedReadWriteLock it = lock;
        anna.run(() -> it.writeLock().lock());
        anna.run(() -> it.writeLock().lockInterruptibly());
        assertThat(anna.succeeds(() -> it.writeLock().tryLock())).isTrue();
        assertThat(anna.succeeds(() -> it.writeLock().tryLock(1, SECONDS))).isTrue();
        assertThat(anna.get(() -> it.writeLock().getHoldCount())).isEqualTo(4);
        anna.run(() -> it.readLock().lock());
        assertThat(anna.succeeds(() -> it.readLock().tryLock())).isTrue();
        assertThat(anna.get(it::getReadHoldCount)).isEqualTo(2);
        anna.run(() -> it.writeLock().lock());
        for (int i = 0; i < 5; i++) {
            assertThat(bert.succeeds(() -> it.readLock().tryLock())).isFalse();
            anna.run(() -> it.writeLock().unlock());
        }
        assertThat(bert.succeeds(() -> it.readLock().tryLock())).isTrue();
        assertThat(carl.succeeds(() -> it.writeLock().tryLock())).isFalse();
        anna.run(() -> it.readLock().unlock());
        anna.run(() -> it.readLock().unlock());
        assertThat(it.getReadLockCount()).isOne();
        bert.run(() -> it.readLock().unlock());
        assertFree();
    }

    @Test
    void aReaderThatWantsToWriteIsToldThatItWouldWaitForItself() throws InterruptedException {
        SharedReadWriteLock it = lock;
        anna.run(() -> it.readLock().lock());
        for (Actor.Action call : List.<Actor.Action>of(
                () -> it.writeLock().lock(), () -> it.writeLock().lockInterruptibly(), () -> it.writeLock()
                        .tryLock(1, SECONDS))) {
            assertThat(anna.failureOf(call)).isInstanceOf(IllegalMonitorStateException.class);
        }
        assertThat(anna.succeeds(() -> it.writeLock().tryLock())).isFalse();
        anna.run(() -> it.readLock().unlock());
        assertFree();
    }

    @Test
    void onlyWhoHoldsItCanUnlock() throws InterruptedException {
        SharedReadWriteLock it = lock;
        anna.run(() -> it.readLock().lock());
        bert.run(() -> {});
        for (Actor actor : List.of(bert, carl)) {
            assertThat(actor.failureOf(() -> it.readLock().unlock())).isInstanceOf(IllegalMonitorStateException.class);
            assertThat(actor.failureOf(() -> it.writeLock().unlock())).isInstanceOf(IllegalMonitorStateException.class);
        }
        anna.run(() -> it.readLock().unlock());
        assertThat(anna.failureOf(() -> it.readLock().unlock())).isInstanceOf(IllegalMonitorStateException.class);
        assertFree();
    }

    @Test
    void anInterruptEndsAWait() throws InterruptedException {
        SharedReadWriteLock it = lock;
        anna.run(() -> it.writeLock().lock());
        for (Actor.Action wait : List.<Actor.Action>of(
                () -> it.readLock().lockInterruptibly(),
                () -> it.readLock().tryLock(60, SECONDS),
                () -> it.writeLock().lockInterruptibly(),
                () -> it.writeLock().tryLock(60, SECONDS))) {
            assertInterruptible(wait);
        }
        anna.run(() -> it.writeLock().unlock());
        anna.run(() -> it.readLock().lock());
        assertInterruptible(() -> it.writeLock().lockInterruptibly());
        assertInterruptible(() -> it.writeLock().tryLock(60, SECONDS));
        assertThat(carl.succeeds(() -> it.readLock().tryLock())).isTrue();
        carl.run(() -> it.readLock().unlock());
        anna.run(() -> it.readLock().unlock());
        assertFree();
    }

    private void assertInterruptible(Actor.Action wait) throws InterruptedException {
        Actor.Call<Boolean> waiting = bert.beginTo(wait).awaitAsleep();
        waiting.interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void lockKeepsAnInterruptForLater() throws InterruptedException {
        SharedReadWriteLock it = lock;
        for (Lock which : List.of(lock.readLock(), lock.writeLock())) {
            anna.run(() -> it.writeLock().lock());
            Actor.Call<Boolean> waiting = bert.begin(() -> {
                        which.lock();
                        return Thread.interrupted();
                    })
                    .awaitAsleep();
            waiting.interrupt();
            anna.run(() -> it.writeLock().unlock());
            assertThat(waiting.result()).isTrue();
            bert.run(which::unlock);
        }
        assertFree();
    }

    @Test
    void onlyTheWriteLockHasConditions() throws InterruptedException {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> lock.readLock().newCondition());
        SharedLock write = lock.writeLock();
        SharedCondition condition = write.newCondition();
        assertThat(condition.lock()).isSameAs(write);
        assertThat(anna.failureOf(condition::signal)).isInstanceOf(IllegalMonitorStateException.class);
        Actor.Call<Integer> waiting = anna.begin(() -> {
                    write.lock();
                    write.lock();
                    condition.await();
                    return write.getHoldCount();
                })
                .awaitAsleep();
        Lock read = lock.readLock();
        carl.run(read::lock);
        assertThat(bert.succeeds(write::tryLock)).isFalse();
        carl.run(read::unlock);
        bert.run(() -> {
            write.lock();
            condition.signal();
            write.unlock();
        });
        assertThat(waiting.result()).isEqualTo(2);
        anna.run(write::unlock);
        anna.run(write::unlock);
        assertFree();
    }

    @Test
    void whatIsWrittenIsReadWhole() throws InterruptedException {
        SharedReadWriteLock it = lock;
        SharedQueue<Integer> pair = mp.queue();
        pair.putAll(List.of(0, 0));
        List<Actor.Call<Boolean>> calls = new ArrayList<>();
        for (Actor actor : List.of(anna, bert)) {
            calls.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    it.writeLock().lock();
                    try {
                        int next = pair.take() + 1;
                        pair.take();
                        pair.put(next);
                        pair.put(next);
                    } finally {
                        it.writeLock().unlock();
                    }
                }
            }));
        }
        for (Actor actor : List.of(carl, hireAnother())) {
            calls.add(actor.beginTo(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    it.readLock().lock();
                    try {
                        List<Integer> seen = List.copyOf(pair);
                        assertThat(seen).hasSize(2);
                        assertThat(seen.get(0)).isEqualTo(seen.get(1));
                    } finally {
                        it.readLock().unlock();
                    }
                }
            }));
        }
        for (Actor.Call<Boolean> call : calls) {
            call.result();
        }
        assertThat(pair).containsExactly(2 * ROUNDS, 2 * ROUNDS);
        assertFree();
    }

    @Test
    void itAndItsLocksAreTheSameWhicheverWayTheyCame() throws InterruptedException {
        SharedQueue<Object> queue = mp.queue();
        for (Object sent : List.of(lock, lock.readLock(), lock.writeLock())) {
            queue.put(sent);
            assertThat(queue.take()).isSameAs(sent);
        }
        Lock write = lock.writeLock();
        Lock read = lock.readLock();
        anna.run(write::lock);
        assertThat(bert.succeeds(read::tryLock)).isFalse();
        anna.run(write::unlock);
        SharedReadWriteLock named = mp.readWriteLock("table");
        assertThat(mp.readWriteLock("table")).isSameAs(named);
        assertThat(named.writeLock().name()).isEqualTo("table");
        assertThatIllegalArgumentException().isThrownBy(() -> mp.lock("table"));
    }
}
