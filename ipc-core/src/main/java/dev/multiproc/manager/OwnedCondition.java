package dev.multiproc.manager;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A condition of an {@link OwnedLock}. */
@SuppressWarnings("WaitNotInLoop") // The loops are the caller's.
final class OwnedCondition implements Condition {
    private final OwnedLock lock;
    private final Condition signalled;

    OwnedCondition(OwnedLock lock) {
        this.lock = lock;
        signalled = lock.guard().newCondition();
    }

    /** A way to wait within the guard. */
    @FunctionalInterface
    private interface Wait {
        long run() throws InterruptedException;
    }

    /** Gives the lock up, waits, and takes it again. */
    private long await(Wait wait) throws InterruptedException {
        lock.guard().lock();
        try {
            lock.checkOwner();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int holds = lock.giveUp();
            try {
                return wait.run();
            } finally {
                lock.takeUninterruptibly(Caller.current(), holds);
            }
        } finally {
            lock.guard().unlock();
        }
    }

    @Override
    public void await() throws InterruptedException {
        await(() -> {
            signalled.await();
            return 0;
        });
    }

    @Override
    public void awaitUninterruptibly() {
        lock.guard().lock();
        try {
            lock.checkOwner();
            int holds = lock.giveUp();
            try {
                awaitSignal();
            } finally {
                lock.takeUninterruptibly(Caller.current(), holds);
            }
        } finally {
            lock.guard().unlock();
        }
    }

    /** An interrupt that is the end of the client ends the wait too. */
    private void awaitSignal() {
        try {
            signalled.await();
        } catch (InterruptedException e) {
            // A wake-up without a signal is allowed.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        return await(() -> signalled.awaitNanos(nanos));
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return awaitNanos(unit.toNanos(time)) > 0;
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return await(() -> signalled.awaitUntil(deadline) ? 1 : 0) > 0;
    }

    @Override
    public void signal() {
        lock.guard().lock();
        try {
            lock.checkOwner();
            signalled.signal();
        } finally {
            lock.guard().unlock();
        }
    }

    @Override
    public void signalAll() {
        lock.guard().lock();
        try {
            lock.checkOwner();
            signalled.signalAll();
        } finally {
            lock.guard().unlock();
        }
    }
}
