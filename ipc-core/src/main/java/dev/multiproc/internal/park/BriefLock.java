package dev.multiproc.internal.park;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock between the threads of this process for sections of some nanoseconds. If nobody else wants it, that is one
 * compare-and-set and one release store; a {@link ReentrantLock} costs about twice as much, since its release is a full fence.
 *
 * <p>Without that fence, who releases the lock may overlook a thread that goes to sleep at the same moment. So a thread that
 * waits looks again after a short time. Only the first that waits does so; the others queue up behind it.
 *
 * <p><b>Threads</b>: safe for use by many threads, also virtual ones. Not reentrant. An interrupt does not end a wait; it is kept.
 */
public final class BriefLock {
    private static final int SPINS = 100;
    /** Longer than any store takes to become visible to other processors. */
    private static final long RECHECK_NANOS = 1_000_000L;

    private final AtomicBoolean held = new AtomicBoolean();
    private final ReentrantLock turn = new ReentrantLock();
    /** The thread that has the turn, while it sleeps. */
    private volatile Thread sleeper;

    public void lock() {
        if (!held.compareAndSet(false, true)) {
            lockInTurn();
        }
    }

    private void lockInTurn() {
        boolean isInterrupted = false;
        turn.lock();
        try {
            while (!spin()) {
                isInterrupted |= sleep();
            }
        } finally {
            turn.unlock();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean spin() {
        for (int i = 0; i < SPINS; i++) {
            if (held.compareAndSet(false, true)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Returns whether the thread was interrupted. */
    private boolean sleep() {
        sleeper = Thread.currentThread();
        if (held.get()) {
            LockSupport.parkNanos(this, RECHECK_NANOS);
        }
        sleeper = null;
        return Thread.interrupted();
    }

    public void unlock() {
        held.setRelease(false);
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }
}
