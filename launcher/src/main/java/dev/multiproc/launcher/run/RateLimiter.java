package dev.multiproc.launcher.run;

import java.util.concurrent.TimeUnit;

/** Spaces actions evenly in time. A caller that is late catches up on at most a tenth of a second. */
final class RateLimiter {
    private static final long MAX_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long intervalNanos;
    private long nextNanos;

    RateLimiter(long intervalNanos, long beginNanos) {
        this.intervalNanos = intervalNanos;
        this.nextNanos = beginNanos;
    }

    /** The time until the next action; zero or less if it is due. */
    long nanosToNext(long nowNanos) {
        return intervalNanos == 0 ? 0 : nextNanos - nowNanos;
    }

    /** Called when an action is performed; schedules the next one. */
    void advance(long nowNanos) {
        if (nowNanos - nextNanos > MAX_LAG_NANOS) {
            nextNanos = nowNanos - MAX_LAG_NANOS;
        }
        nextNanos += intervalNanos;
    }
}
