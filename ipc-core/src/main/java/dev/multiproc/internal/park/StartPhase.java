package dev.multiproc.internal.park;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;

/**
 * The time in which a session has processes that have just begun. A young process would take longer to load what it calls the
 * kernel by than most of them live; so while anybody is young, those who wait look again by themselves, and the young need not
 * wake them. See {@link PollingParker}.
 *
 * <p>One word of the session's control file tells until when; a value farther ahead than it is ever set is one of before the
 * machine was started, and has passed.
 */
public class StartPhase {
    /** How long a process is young. */
    static final long NANOS = 2_000_000_000L;
    /** So much longer those who wait look by themselves than those who wake rely on it. */
    static final long MARGIN_NANOS = 100_000_000L;

    private final MappedRegion control;

    public StartPhase(MappedRegion control) {
        this.control = control;
    }

    /** For tests. */
    long now() {
        return System.nanoTime();
    }

    /** Says that a process begins: by the process itself, and before, by the one who starts it. */
    public void begin() {
        while (true) {
            long seen = until();
            // Whoever has set what was seen did so before: so this is later.
            if (control.compareAndSetLong(ControlDescriptor.START_PHASE_END_OFFSET, seen, now() + NANOS)) {
                return;
            }
        }
    }

    long until() {
        return control.getLongVolatile(ControlDescriptor.START_PHASE_END_OFFSET);
    }

    /** Whether it lasts, for those who wake. */
    boolean lasts() {
        long left = until() - now();
        return left > 0 && left <= NANOS;
    }

    /** Whether it may last, for those who wait. */
    boolean mayLast() {
        return mayLast(until());
    }

    /** Whether it may last as of what {@link #until} once gave. */
    boolean mayLast(long until) {
        long left = until - now();
        return left > -MARGIN_NANOS && left <= NANOS + MARGIN_NANOS;
    }
}
