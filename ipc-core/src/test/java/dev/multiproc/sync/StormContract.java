package dev.multiproc.sync;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waits that are interrupted a thousand times at random moments, wherever the synchronizers' state is. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // A storm's turns are not programs.
abstract class StormContract {
    private Multiprocessing session;

    abstract Multiprocessing openSession();

    /** How many waits only a safety net has ended. */
    abstract long rescues(Multiprocessing of);

    @BeforeEach
    void open() {
        session = openSession();
    }

    @AfterEach
    void close() {
        assertThat(rescues(session)).isZero();
        session.close();
    }

    /** Long enough that others come to wait. */
    private static void hold() {
        long end = System.nanoTime() + 30_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLock() {
        SharedLock lock = session.lock();
        AtomicInteger inside = new AtomicInteger();
        Storm.Turn use = () -> {
            try {
                assertThat(inside.incrementAndGet()).isOne();
                hold();
                assertThat(inside.decrementAndGet()).isZero();
            } finally {
                lock.unlock();
            }
        };
        new Storm()
                .with(() -> {
                    lock.lockInterruptibly();
                    use.run();
                })
                .with(() -> {
                    if (lock.tryLock(1, SECONDS)) {
                        use.run();
                    }
                })
                .with(() -> {
                    lock.lock();
                    use.run();
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                })
                .blow();
        assertThat(lock.isLocked()).isFalse();
        assertThat(lock.tryLock()).isTrue();
    }

    @Test
    void aCondition() throws InterruptedException {
        SharedLock lock = session.lock();
        SharedCondition notEmpty = lock.newCondition();
        AtomicInteger items = new AtomicInteger();
        Storm.Turn take = () -> {
            lock.lock();
            try {
                while (items.get() == 0) {
                    notEmpty.await();
                }
                items.decrementAndGet();
            } finally {
                lock.unlock();
            }
        };
        Storm.Turn takeInTime = () -> {
            lock.lock();
            try {
                if (notEmpty.waitFor(() -> items.get() > 0, 1, MILLISECONDS)) {
                    items.decrementAndGet();
                }
            } finally {
                lock.unlock();
            }
        };
        new Storm()
                .with(take)
                .with(take)
                .with(takeInTime)
                .helpedBy(() -> {
                    lock.lock();
                    try {
                        items.incrementAndGet();
                        notEmpty.signal();
                    } finally {
                        lock.unlock();
                    }
                    Thread.sleep(0, 100_000);
                })
                .blow();
        assertThat(lock.tryLock()).isTrue();
        items.set(0);
        assertThat(notEmpty.await(0, SECONDS)).as("a signal that nobody had").isFalse();
    }

    @Test
    void aSemaphore() {
        SharedSemaphore semaphore = session.boundedSemaphore(2);
        AtomicInteger inside = new AtomicInteger();
        Storm.Turn use = () -> {
            assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(2);
            hold();
            inside.decrementAndGet();
        };
        Storm.Turn take = () -> {
            semaphore.acquire();
            use.run();
            semaphore.release();
        };
        Storm.Turn own = () -> {
            try (OwnedPermits permit = semaphore.acquireOwned()) {
                use.run();
            }
        };
        new Storm()
                .with(take)
                .with(take)
                .with(own)
                .with(own)
                .with(() -> {
                    semaphore.acquire(2);
                    assertThat(inside.get()).isZero();
                    semaphore.release(2);
                })
                .with(() -> {
                    if (semaphore.tryAcquire(1, MILLISECONDS)) {
                        use.run();
                        semaphore.release();
                    }
                })
                .blow();
        assertThat(semaphore.availablePermits()).isEqualTo(2);
    }

    @Test
    void anEvent() {
        SharedEvent event = session.event();
        Storm.Turn wait = event::await;
        new Storm()
                .with(wait)
                .with(wait)
                .with(() -> event.await(1, SECONDS))
                .helpedBy(() -> {
                    event.set();
                    event.clear();
                    Thread.sleep(0, 100_000);
                })
                .blow();
        event.set();
        assertThat(event.isSet()).isTrue();
    }

    @Test
    void aLatch() throws InterruptedException {
        SharedLatch latch = session.latch(1);
        Storm.Turn wait = () -> assertThat(latch.await(200, MICROSECONDS)).isFalse();
        new Storm().with(wait).with(wait).blow();
        assertThat(latch.getCount()).isOne();
        latch.countDown();
        latch.await();
    }

    /** All of a round go on or none: else the numbers of rounds would differ. */
    @Test
    void aBarrier() throws Exception {
        SharedBarrier barrier = session.barrier(3);
        AtomicInteger[] placesTaken = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        Storm.Turn wait = () -> {
            try {
                placesTaken[barrier.await()].incrementAndGet();
            } catch (BrokenBarrierException e) {
                barrier.reset();
            }
        };
        new Storm().with(wait).with(wait).with(wait).blow();
        assertThat(placesTaken[1].get()).isEqualTo(placesTaken[0].get());
        assertThat(placesTaken[2].get()).isEqualTo(placesTaken[0].get());
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        assertThat(barrier.getNumberWaiting()).isZero();
    }

    @Test
    void aReadWriteLock() {
        SharedReadWriteLock lock = session.readWriteLock();
        AtomicInteger readers = new AtomicInteger();
        AtomicInteger writers = new AtomicInteger();
        Storm.Turn write = () -> {
            lock.writeLock().lockInterruptibly();
            try {
                assertThat(writers.incrementAndGet()).isOne();
                assertThat(readers.get()).isZero();
                hold();
                writers.decrementAndGet();
            } finally {
                lock.writeLock().unlock();
            }
        };
        Storm.Turn read = () -> {
            if (lock.readLock().tryLock(1, SECONDS)) {
                try {
                    readers.incrementAndGet();
                    assertThat(writers.get()).isZero();
                    hold();
                    readers.decrementAndGet();
                } finally {
                    lock.readLock().unlock();
                }
            }
        };
        new Storm().with(write).with(write).with(read).with(read).with(read).blow();
        assertThat(lock.getReadLockCount()).isZero();
        assertThat(lock.writeLock().tryLock()).isTrue();
    }
}
