package dev.multiproc.internal.queue;

import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;

/** Whether a consumer of a queue need not wait: an item waits, or none will come. */
final class QueueReadiness implements Readiness {
    private final LogEngine<?> engine;
    private final EventCount notEmpty;
    private final QueueCounters counters;
    private final Ending ending;
    /** What the waiting thread saw before it read the records, so that other threads see any later change. */
    private volatile Ending.View seen;

    QueueReadiness(LogEngine<?> engine, EventCount notEmpty, QueueCounters counters, Ending ending) {
        this.engine = engine;
        this.notEmpty = notEmpty;
        this.counters = counters;
        this.ending = ending;
        seen = ending.view();
    }

    @Override
    public EventCount event() {
        return notEmpty;
    }

    @Override
    public boolean isReady() {
        engine.checkOpen();
        seen = ending.view();
        return counters.mayClaim() || ending.isOver();
    }

    @Override
    public boolean mayBeReady() {
        return engine.isClosed() || counters.mayClaim() || ending.hasNews(seen);
    }
}
