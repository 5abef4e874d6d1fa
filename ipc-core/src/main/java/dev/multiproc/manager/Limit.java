package dev.multiproc.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when something may take.
 *
 * @param begin when it began
 * @param nanos how long it may take from then on; Long.MAX_VALUE for ever
 */
record Limit(long begin, long nanos) {
    static final Limit NONE = new Limit(0, Long.MAX_VALUE);

    /** Begins now. */
    static Limit of(long nanos) {
        return nanos == Long.MAX_VALUE ? NONE : new Limit(System.nanoTime(), nanos);
    }

    static Limit of(Duration time) {
        return of(TimeUnit.NANOSECONDS.convert(time));
    }

    boolean isNone() {
        return nanos == Long.MAX_VALUE;
    }

    /** Zero or less if the time is up. */
    long leftNanos() {
        return isNone() ? Long.MAX_VALUE : nanos - (System.nanoTime() - begin);
    }

    Duration left() {
        return Duration.ofNanos(leftNanos());
    }

    boolean isUp() {
        return leftNanos() <= 0;
    }

    /** All of it, for messages. */
    @Override
    public String toString() {
        return Duration.ofNanos(nanos).toString();
    }
}
