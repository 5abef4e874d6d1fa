package dev.multiproc.pool;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Wake-ups that the thread which takes results puts off until it has taken all that are there: to wake a reader for each of many small
 * results takes longer than the results themselves.
 *
 * <p><b>Threads</b>: safe for use by many threads. Only the thread that has said so puts off; others wake at once.
 */
final class WakeUps {
    private final AtomicReference<Runnable> pending = new AtomicReference<>();
    private volatile Thread thread;

    /** From now on the calling thread puts off, and promises to call {@link #flush} before it waits. */
    void putOffByThisThread() {
        thread = Thread.currentThread();
    }

    /** Wakes somebody, now or soon. */
    void wake(Runnable wakeUp) {
        if (Thread.currentThread() != thread) {
            wakeUp.run();
            return;
        }
        Runnable other = pending.getAndSet(wakeUp);
        if (other != null && other != wakeUp) {
            other.run();
        }
    }

    /** Whether something was put off. */
    boolean isPending() {
        return pending.get() != null;
    }

    /** Does what was put off. */
    void flush() {
        Runnable wakeUp = isPending() ? pending.getAndSet(null) : null;
        if (wakeUp != null) {
            wakeUp.run();
        }
    }
}
