package dev.multiproc.internal.park;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Points in time as of {@link System#nanoTime()}, with one that never comes. */
public final class Deadline {
    /** Never comes. */
    public static final long NEVER = Long.MAX_VALUE;
    /** Has come: do not wait. */
    public static final long NOW = Long.MIN_VALUE;

    private static final long LONGEST = Long.MAX_VALUE / 4;

    private Deadline() {}

    /** The point that lies a time ahead; zero or less gives {@link #NOW}, about 70 years and more {@link #NEVER}. */
    public static long in(long timeout, TimeUnit unit) {
        return inNanos(unit.toNanos(timeout));
    }

    /** The point that lies a time ahead. */
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

    /** How many nanoseconds are left; {@link Long#MAX_VALUE} for {@link #NEVER}, 0 or less when the time is up. */
    public static long left(long deadlineNanos) {
        if (deadlineNanos == NEVER) {
            return Long.MAX_VALUE;
        }
        if (deadlineNanos == NOW) {
            return 0;
        }
        return deadlineNanos - System.nanoTime();
    }

    /** The earlier of two points. */
    public static long earlier(long one, long other) {
        return left(one) < left(other) ? one : other;
    }
}
