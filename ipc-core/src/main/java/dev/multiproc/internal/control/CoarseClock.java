package dev.multiproc.internal.control;

/**
 * The time of day for stamps that need not be exact: as of the last tick of a janitor of this process, so at most about 50
 * milliseconds old. Reading it costs nothing, where asking the system costs as much as half a put.
 */
public final class CoarseClock {
    private static final long MILLIS = 1_000;

    private static volatile long second = System.currentTimeMillis() / MILLIS;

    private CoarseClock() {}

    /** Seconds since 1970. */
    public static long second() {
        return second;
    }

    /** Called at each tick of a janitor. */
    public static void tick() {
        second = System.currentTimeMillis() / MILLIS;
    }
}
