package dev.multiproc.launcher.run;

import java.util.concurrent.TimeUnit;

/** Evenly spaced moments. Who is late catches up, but not for more than a tenth of a second. */
final class Pace {
    private static final long MOST_BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long intervalNanos;
    private long nextNanos;

    Pace(long intervalNanos, long beginNanos) {
        this.intervalNanos = intervalNanos;
        this.nextNanos = beginNanos;
    }

    /** How long it is to the next moment, zero or less if it is there. */
    long nanosToNext(long nowNanos) {
        return intervalNanos == 0 ? 0 : nextNanos - nowNanos;
    }

    /** Goes on to the moment after the next. */
    void advance(long nowNanos) {
        if (nowNanos - nextNanos > MOST_BEHIND_NANOS) {
            nextNanos = nowNanos - MOST_BEHIND_NANOS;
        }
        nextNanos += intervalNanos;
    }
}
