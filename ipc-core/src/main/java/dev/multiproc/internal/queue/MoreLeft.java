package dev.multiproc.internal.queue;

import java.util.function.BooleanSupplier;

/** Whether a consumer that is about to take an item leaves others. */
record MoreLeft(QueueCounters counters) implements BooleanSupplier {
    @Override
    public boolean getAsBoolean() {
        return counters.waiting() > 1;
    }
}
