package dev.multiproc.internal.park;

/** A condition that a thread can await together with others; see {@link MultiWait}. One object for each wait. */
public interface Readiness {
    /** What is signalled when the condition may have become true. */
    EventCount event();

    /** Whether the condition holds. Called by the waiting thread only. */
    boolean isReady();

    /** Whether the condition may hold, for other threads to call meanwhile; only reads shared words, and waits for nothing. */
    boolean mayBeReady();

    /** Until when the thread may sleep before it checks again, though nothing is signalled; the deadline at most. */
    default long limit(long deadlineNanos) {
        return deadlineNanos;
    }

    /** What can be awaited so. */
    interface Source {
        Readiness readiness();
    }
}
