package dev.multiproc.manager;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that belongs to a thread of a client, whichever thread works for that here. Re-entrant. Free again when its owner's process
 * has ended.
 */
final class OwnedLock implements Lock, ClientProcess.OfClients {
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition free = guard.newCondition();

    /** Guarded by the lock above, as is what follows. Null if the lock is free. */
    private Caller owner;

    private int holds;

    ReentrantLock guard() {
        return guard;
    }

    // ---------------------------------------------------------------- within the guard

    /** Takes the lock if it is free or the caller's. A client that has ended gets nothing. */
    private boolean take(Caller caller, int count) {
        checkAlive(caller);
        if (owner == null) {
            owner = caller;
            caller.acquired(this);
            if (caller.hasEnded()) {
                // Perhaps before it was known what to free.
                giveUp();
                checkAlive(caller);
            }
        } else if (!owner.equals(caller)) {
            return false;
        }
        holds += count;
        return true;
    }

    /** A wake-up that one that has ended was given is for another one. */
    private void checkAlive(Caller caller) {
        if (caller.hasEnded()) {
            if (owner == null) {
                free.signal();
            }
            throw new IllegalStateException("the client has ended");
        }
    }

    /** Waits for the lock, whatever happens except that the client ends. */
    void takeUninterruptibly(Caller caller, int count) {
        boolean isInterrupted = Thread.interrupted();
        while (!take(caller, count)) {
            try {
                free.await();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives all holds back; returns how many. */
    int giveUp() {
        int held = holds;
        holds = 0;
        owner.released(this);
        owner = null;
        free.signal();
        return held;
    }

    /** Refuses all but the owner. */
    void checkOwner() {
        if (!Caller.current().equals(owner)) {
            throw new IllegalMonitorStateException("the lock is not held by this thread, " + this);
        }
    }

    // ---------------------------------------------------------------- Lock

    @Override
    public void lock() {
        guard.lock();
        try {
            takeUninterruptibly(Caller.current(), 1);
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean tryLock() {
        guard.lock();
        try {
            return take(Caller.current(), 1);
        } finally {
            guard.unlock();
        }
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
        Caller caller = Caller.current();
        long left = unit.toNanos(timeout);
        guard.lockInterruptibly();
        try {
            while (!take(caller, 1)) {
                if (left <= 0) {
                    return false;
                }
                left = awaitFree(left);
            }
            return true;
        } finally {
            guard.unlock();
        }
    }

    /** Who is interrupted may have been woken for the lock: then another one is. */
    @SuppressWarnings("WaitNotInLoop") // The loop is around it.
    private long awaitFree(long nanos) throws InterruptedException {
        boolean isWaiting = true;
        try {
            long left = free.awaitNanos(nanos);
            isWaiting = false;
            return left;
        } finally {
            if (isWaiting && owner == null) {
                free.signal();
            }
        }
    }

    @Override
    public void unlock() {
        guard.lock();
        try {
            checkOwner();
            if (holds == 1) {
                giveUp();
            } else {
                holds--;
            }
        } finally {
            guard.unlock();
        }
    }

    @Override
    public Condition newCondition() {
        return new OwnedCondition(this);
    }

    @Override
    public void free(ClientProcess ended) {
        guard.lock();
        try {
            if (owner != null && owner.client() == ended) {
                giveUp();
            }
        } finally {
            guard.unlock();
        }
    }

    @Override
    public String toString() {
        guard.lock();
        try {
            return "Lock[" + (owner == null ? "free" : "held") + "]";
        } finally {
            guard.unlock();
        }
    }
}
