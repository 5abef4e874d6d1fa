package dev.multiproc.pipe;

import java.time.Duration;

/** Until when a call waits. */
final class TimeLimit {
    static final TimeLimit NONE = new TimeLimit(Long.MAX_VALUE, 0);

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** {@link Long#MAX_VALUE} for no limit. */
    private final long timeoutNanos;

    private final long startNanos;

    private TimeLimit(long timeoutNanos, long startNanos) {
        this.timeoutNanos = timeoutNanos;
        this.startNanos = startNanos;
    }

    /** Begins now. */
    static TimeLimit of(Duration timeout) {
        return new TimeLimit(nanos(timeout), System.nanoTime());
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) { // 292 years and more
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    boolean isNone() {
        return timeoutNanos == Long.MAX_VALUE;
    }

    boolean isUp() {
        return leftNanos() <= 0;
    }

    /** Zero or less if the time is up. */
    long leftNanos() {
        return isNone() ? Long.MAX_VALUE : timeoutNanos - (System.nanoTime() - startNanos);
    }

    /** As a selector takes it: rounded up, 0 for no limit. Only while the time is not up. */
    long leftMillis() {
        return isNone() ? 0 : Math.max(1, (leftNanos() - 1) / NANOS_PER_MILLI + 1);
    }
}
