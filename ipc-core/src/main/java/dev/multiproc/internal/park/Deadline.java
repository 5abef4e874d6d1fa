package dev.multiproc.internal.park;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Points in time on the clock of {@link System#nanoTime()}, with one value for never and one for now. */
public final class Deadline {
    /** A point in time that never comes: wait without limit. */
    public static final long NEVER = Long.MAX_VALUE;
    /** A point in time that has passed: do not wait. */
    public static final long NOW = Long.MIN_VALUE;

    private static final long LONGEST = Long.MAX_VALUE / 4;

    private Deadline() {}

    /**
     * The point in time after the timeout; {@link #NOW} for zero or less, {@link #NEVER} for about 70 years or more.
     */
    public static long in(long timeout, TimeUnit unit) {
        return inNanos(unit.toNanos(timeout));
    }

    /** The point in time after the timeout. */
    public static long in(Duration timeout) {
        return inNanos(TimeUnit.NANOSECONDS.convert(timeout));
    }

    private static long inNanos(long nanos) {
        if (nanos <= 0) {
            return NOW;
        }
        if (nanos >= LONGEST) {
            return NEVER;
        }
        long at = System.nanoTime() + nanos;
        return at == NEVER || at == NOW ? at + 1 : at;
    }

    /** How many nanoseconds are left: {@link Long#MAX_VALUE} for {@link #NEVER}, 0 or less when the time is up. */
    public static long left(long deadlineNanos) {
        if (deadlineNanos == NEVER) {
            return Long.MAX_VALUE;
        }
        if (deadlineNanos == NOW) {
            return 0;
        }
        return deadlineNanos - System.nanoTime();
    }

    /** The earlier of two points in time. */
    public static long earlier(long one, long other) {
        return left(one) < left(other) ? one : other;
    }
}
