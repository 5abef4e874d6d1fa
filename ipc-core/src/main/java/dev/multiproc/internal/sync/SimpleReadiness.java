package dev.multiproc.internal.sync;

import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;
import java.util.function.BooleanSupplier;

/** A condition that any thread may check, since it only reads a word. */
record SimpleReadiness(EventCount event, BooleanSupplier condition) implements Readiness {
    @Override
    public boolean isReady() {
        return condition.getAsBoolean();
    }

    @Override
    public boolean mayBeReady() {
        return condition.getAsBoolean();
    }
}
