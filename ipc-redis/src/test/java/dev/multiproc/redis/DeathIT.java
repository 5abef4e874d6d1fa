package dev.multiproc.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.queue.LeaseExpiredException;
import dev.multiproc.sync.OwnedPermits;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.Signals;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of what a process holds that is killed, or stopped for too long. */
@NeedsServer
@ExtendWith(LeavesNothingBehind.class)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // Who does not unlock is gone.
class DeathIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Far less than a lease: the parent has seen the death. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Test
    void whatAKilledChildHoldsIsFreeAtOnce() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(RedisServer.newSession("&lease=60s"))) {
            SharedLock lock = mp.lock();
            SharedReadWriteLock table = mp.readWriteLock();
            SharedReadWriteLock other = mp.readWriteLock();
            SharedSemaphore permits = mp.semaphore(3);
            SharedBarrier barrier = mp.barrier(2);
            SharedEvent holdsAll = mp.event();
            ChildProcess child = mp.process(() -> {
                        lock.lock();
                        table.readLock().lock();
                        other.writeLock().lock();
                        OwnedPermits unused = permits.acquireOwned(2);
                        holdsAll.set();
                        barrier.await();
                    })
                    .start();
            assertThat(holdsAll.await(PATIENCE)).isTrue();
            while (barrier.getNumberWaiting() == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            assertThat(lock.owner().orElseThrow().pid()).isEqualTo(child.pid().orElseThrow());
            long begin = System.nanoTime();
            child.kill();
            assertThat(lock.tryLock(PATIENCE)).isTrue();
            assertThat(lock.ownerDied()).isTrue();
            assertThat(table.writeLock().tryLock(PATIENCE)).isTrue();
            assertThat(table.writeLock().ownerDied()).isFalse();
            assertThat(other.readLock().tryLock(1, TimeUnit.MINUTES)).isTrue();
            assertThat(other.writerDied()).isTrue();
            assertThat(permits.tryAcquire(3, PATIENCE)).isTrue();
            assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(() -> barrier.await(PATIENCE));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
            lock.unlock();
            assertThat(lock.tryLock()).isTrue();
            assertThat(lock.ownerDied()).isFalse();
            lock.unlock();
        }
    }

    @Test
    void aKilledChildThatWaitsIsPassedOver() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(RedisServer.newSession("&lease=60s"))) {
            SharedLock lock = mp.lock();
            SharedCondition condition = lock.newCondition();
            SharedLatch waiting = mp.latch(2);
            SharedEvent woken = mp.event();
            ChildProcess first =
                    mp.process(() -> waitFor(condition, waiting, woken)).start();
            awaitCount(waiting, 1);
            ChildProcess second =
                    mp.process(() -> waitFor(condition, waiting, woken)).start();
            assertThat(waiting.await(PATIENCE)).isTrue();
            // It has the lock, so both wait. The signal is for the first, which dies before it can have the lock.
            lock.lock();
            condition.signal();
            first.kill();
            first.join();
            lock.unlock();
            assertThat(woken.await(PATIENCE)).isTrue();
            second.join();
            assertThat(second.exitCode()).hasValue(0);
            assertThat(lock.tryLock(PATIENCE)).isTrue();
            lock.unlock();
        }
    }

    private static void waitFor(SharedCondition condition, SharedLatch waiting, SharedEvent woken)
            throws InterruptedException {
        condition.lock().lock();
        waiting.countDown();
        condition.await();
        woken.set();
        condition.lock().unlock();
    }

    private static void awaitCount(SharedLatch latch, long count) {
        while (latch.getCount() > count) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void whatAStoppedProcessDoesTooLateIsRefused() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(RedisServer.newSession("&lease=1s"))) {
            SharedLock lock = mp.lock();
            SharedEvent holdsIt = mp.event();
            SharedEvent goOn = mp.event();
            SharedReference<String> refusal = mp.sharedReference("");
            ChildProcess child = mp.process(() -> {
                        lock.lock();
                        holdsIt.set();
                        goOn.await();
                        try {
                            lock.unlock();
                        } catch (LeaseExpiredException e) {
                            refusal.set(e.getMessage());
                        }
                        // It is a process of the session again.
                        lock.lock();
                        lock.unlock();
                    })
                    .start();
            assertThat(holdsIt.await(PATIENCE)).isTrue();
            Signals.send("STOP", child.pid().orElseThrow());
            assertThat(lock.tryLock(PATIENCE)).isTrue();
            assertThat(lock.ownerDied()).isTrue();
            goOn.set();
            Signals.send("CONT", child.pid().orElseThrow());
            while (refusal.get().isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            assertThat(refusal.get())
                    .contains("has not renewed its lease in time")
                    .contains("fence=1");
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            lock.unlock();
            assertThat(child.join(PATIENCE)).isTrue();
            assertThat(child.exitCode()).hasValue(0);
        }
    }
}
