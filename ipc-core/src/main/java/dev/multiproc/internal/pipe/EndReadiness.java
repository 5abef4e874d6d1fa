package dev.multiproc.internal.pipe;

import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;

/** Whether a call of receive would not wait: there is a message, or none will come, or the end was closed meanwhile. */
record EndReadiness(MappedEnd end, Receiving look) implements Readiness {
    @Override
    public EventCount event() {
        return end.receives().notEmpty;
    }

    @Override
    public boolean isReady() {
        return look.getAsBoolean();
    }

    @Override
    public boolean mayBeReady() {
        return look.getAsBoolean();
    }
}
