package dev.multiproc.internal.park;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;

/**
 * The time in which a session has processes that have just started. Most processes end sooner than it would take them
 * to load what calls the kernel. So during this time waiting threads poll, and a process that has just started need not
 * wake them. See {@link PollingParker}.
 *
 * <p>One word of the session's control file holds the end of the phase. A value further ahead than is ever written
 * dates from before the machine was restarted, and counts as past.
 */
public class StartPhase {
    /** How long the phase lasts after a process has started. */
    static final long NANOS = 2_000_000_000L;
    /** How much longer waiters poll than signallers rely on it. */
    static final long MARGIN_NANOS = 100_000_000L;

    private final MappedRegion control;

    public StartPhase(MappedRegion control) {
        this.control = control;
    }

    /** Overridden in tests. */
    long now() {
        return System.nanoTime();
    }

    /** Begins the phase anew. Called by a process that starts another, and by each process itself at its start. */
    public void begin() {
        while (true) {
            long seen = until();
            // The value seen was written earlier, so the new one is later.
            if (control.compareAndSetLong(ControlDescriptor.START_PHASE_END_OFFSET, seen, now() + NANOS)) {
                return;
            }
        }
    }

    long until() {
        return control.getLongVolatile(ControlDescriptor.START_PHASE_END_OFFSET);
    }

    /** Whether the phase lasts, for signallers. */
    boolean lasts() {
        long left = until() - now();
        return left > 0 && left <= NANOS;
    }

    /** Whether the phase may last, for waiters. */
    boolean mayLast() {
        return mayLast(until());
    }

    /** Whether the phase may last, given a value that {@link #until} has returned. */
    boolean mayLast(long until) {
        long left = until - now();
        return left > -MARGIN_NANOS && left <= NANOS + MARGIN_NANOS;
    }
}
