package dev.multiproc.manager;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The event itself. */
final class EventObject implements ManagedEvent {
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();

    /** Guarded by the lock, as is what follows. */
    private boolean isSet;

    /** How often it was set: who waited then has seen it, even if it was cleared at once. */
    private long timesSet;

    @Override
    public void set() {
        guard.lock();
        try {
            isSet = true;
            timesSet++;
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void clear() {
        guard.lock();
        try {
            isSet = false;
        } finally {
            guard.unlock();
        }
    }

    @Override
    public boolean isSet() {
        guard.lock();
        try {
            return isSet;
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        guard.lockInterruptibly();
        try {
            long before = timesSet;
            while (!isSet && timesSet == before) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            guard.unlock();
        }
    }

    @Override
    public String toString() {
        return "Event[" + (isSet() ? "set" : "not set") + "]";
    }
}
