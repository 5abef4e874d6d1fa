package dev.multiproc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each kind goes through a queue to a child, and with a task to a child of that child, and is the same there. */
@ExtendWith(LeavesNothingBehind.class)
class SynchronizersTravelIT {
    /** In a child. */
    @SuppressWarnings("LockNotBeforeTry") // There is nothing between.
    private static void passOn(SharedQueue<Object> sent) throws Exception {
        SharedLock lock = (SharedLock) sent.take();
        SharedCondition condition = (SharedCondition) sent.take();
        SharedSemaphore semaphore = (SharedSemaphore) sent.take();
        SharedEvent event = (SharedEvent) sent.take();
        SharedLatch latch = (SharedLatch) sent.take();
        SharedBarrier barrier = (SharedBarrier) sent.take();
        SharedReadWriteLock readWrite = (SharedReadWriteLock) sent.take();
        Lock read = (Lock) sent.take();
        ChildProcess grandchild = Multiprocessing.current()
                .process(() -> {
                    semaphore.release();
                    event.set();
                    latch.countDown();
                    barrier.await();
                    readWrite.writeLock().lock();
                    readWrite.writeLock().unlock();
                    read.lock();
                    read.unlock();
                    lock.lock();
                    condition.signal();
                    lock.unlock();
                })
                .start();
        grandchild.join();
        assertThat(grandchild.exitCode()).hasValue(0);
    }

    @Test
    @SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // There is nothing between, and one signal.
    void throughAQueueAndToAChildsChild() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            SharedLock lock = mp.lock();
            SharedCondition condition = lock.newCondition();
            SharedSemaphore semaphore = mp.semaphore(0);
            SharedEvent event = mp.event();
            SharedLatch latch = mp.latch(1);
            SharedBarrier barrier = mp.barrier(2);
            SharedReadWriteLock readWrite = mp.readWriteLock();
            SharedQueue<Object> sent = mp.queue();
            for (Object each :
                    new Object[] {lock, condition, semaphore, event, latch, barrier, readWrite, readWrite.readLock()}) {
                sent.put(each);
            }
            lock.lock();
            ChildProcess child = mp.process(() -> passOn(sent)).start();
            semaphore.acquire();
            event.await();
            latch.await();
            barrier.await();
            condition.await();
            lock.unlock();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }
}
