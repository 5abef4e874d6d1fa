package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.atomic.AtomicLong;

/** A start phase on a clock that the test moves. */
final class StartPhaseInTests extends StartPhase {
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);

    StartPhaseInTests(MappedRegion control) {
        super(control);
    }

    @Override
    long now() {
        return now.get();
    }

    void pass(long nanos) {
        now.addAndGet(nanos);
    }

    /** Ends the phase for waiters and signallers. */
    void end() {
        pass(NANOS + MARGIN_NANOS);
    }
}
