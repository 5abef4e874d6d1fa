package dev.multiproc.internal.queue;

import dev.multiproc.internal.park.Supply;

/** The items that consumers of a queue wait for. */
record Waiting(QueueCounters counters) implements Supply {
    @Override
    public boolean isMoreLeft() {
        return left() > 1;
    }

    @Override
    public long left() {
        return counters.waiting();
    }

    @Override
    public long taken() {
        return counters.head();
    }
}
