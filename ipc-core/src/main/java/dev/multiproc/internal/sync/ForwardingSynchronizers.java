package dev.multiproc.internal.sync;

import dev.multiproc.sync.BarrierAction;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedEvent;
import dev.multiproc.sync.SharedLatch;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import dev.multiproc.sync.Synchronizers;
import java.time.Duration;

/** Has another make synchronizers. */
public interface ForwardingSynchronizers extends Synchronizers {
    Synchronizers synchronizers();

    @Override
    default SharedLock lock() {
        return synchronizers().lock();
    }

    @Override
    default SharedLock lock(String name) {
        return synchronizers().lock(name);
    }

    @Override
    default SharedSemaphore semaphore(int permits) {
        return synchronizers().semaphore(permits);
    }

    @Override
    default SharedSemaphore semaphore(String name, int permits) {
        return synchronizers().semaphore(name, permits);
    }

    @Override
    default SharedSemaphore boundedSemaphore(int permits) {
        return synchronizers().boundedSemaphore(permits);
    }

    @Override
    default SharedSemaphore boundedSemaphore(String name, int permits) {
        return synchronizers().boundedSemaphore(name, permits);
    }

    @Override
    default SharedEvent event() {
        return synchronizers().event();
    }

    @Override
    default SharedEvent event(String name) {
        return synchronizers().event(name);
    }

    @Override
    default SharedLatch latch(int count) {
        return synchronizers().latch(count);
    }

    @Override
    default SharedLatch latch(String name, int count) {
        return synchronizers().latch(name, count);
    }

    @Override
    default SharedBarrier barrier(int parties) {
        return synchronizers().barrier(parties);
    }

    @Override
    default SharedBarrier barrier(String name, int parties) {
        return synchronizers().barrier(name, parties);
    }

    @Override
    default SharedBarrier barrier(int parties, BarrierAction action) {
        return synchronizers().barrier(parties, action);
    }

    @Override
    default SharedBarrier barrier(String name, int parties, BarrierAction action) {
        return synchronizers().barrier(name, parties, action);
    }

    @Override
    default SharedBarrier barrier(int parties, Duration timeLimit) {
        return synchronizers().barrier(parties, timeLimit);
    }

    @Override
    default SharedBarrier barrier(String name, int parties, Duration timeLimit) {
        return synchronizers().barrier(name, parties, timeLimit);
    }

    @Override
    default SharedBarrier barrier(int parties, BarrierAction action, Duration timeLimit) {
        return synchronizers().barrier(parties, action, timeLimit);
    }

    @Override
    default SharedBarrier barrier(String name, int parties, BarrierAction action, Duration timeLimit) {
        return synchronizers().barrier(name, parties, action, timeLimit);
    }

    @Override
    default SharedReadWriteLock readWriteLock() {
        return synchronizers().readWriteLock();
    }

    @Override
    default SharedReadWriteLock readWriteLock(String name) {
        return synchronizers().readWriteLock(name);
    }
}
