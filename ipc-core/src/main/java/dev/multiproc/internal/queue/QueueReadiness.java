package dev.multiproc.internal.queue;

import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Readiness;

/** Whether a consumer of a queue need not wait: an item waits, or none will come. */
final class QueueReadiness implements Readiness {
    private final LogEngine<?> engine;
    private final EventCount notEmpty;
    private final QueueCounters counters;
    private final Ending ending;
    private final DueTimes times;
    /** What the waiting thread saw before it read the records, so that other threads see any later change. */
    private volatile Ending.View seen;
    /** When the next lease or delay ends, as far as the waiting thread knows. */
    private volatile long due;

    QueueReadiness(LogEngine<?> engine, EventCount notEmpty, QueueCounters counters, Ending ending, DueTimes times) {
        this.engine = engine;
        this.notEmpty = notEmpty;
        this.counters = counters;
        this.ending = ending;
        this.times = times;
        seen = ending.view(null);
        due = counters.due();
    }

    @Override
    public EventCount event() {
        return notEmpty;
    }

    @Override
    public boolean isReady() {
        engine.checkOpen();
        engine.settler.lookForDue();
        due = counters.due();
        seen = ending.view(seen);
        return counters.mayClaim() || ending.isOver();
    }

    @Override
    public boolean mayBeReady() {
        return engine.isClosed() || counters.mayClaim() || ending.hasNews(seen) || times.isNews(due);
    }

    @Override
    public long limit(long deadlineNanos) {
        return Ending.limit(DueTimes.limit(deadlineNanos, due), seen);
    }
}
