package dev.multiproc.internal.session;

import dev.multiproc.internal.launch.ExitStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a session's end may take: without a limit, except if a signal makes the JVM exit. The signal may come while the end is
 * under way, so this is asked again and again.
 */
final class ExitGrace {
    /** The interval at which those who wait look whether the time is up. */
    static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

    private static final long NOT_YET = 0;
    /** When this JVM was first seen to exit because of a signal. */
    private static volatile long signalledNanos = NOT_YET;

    private ExitGrace() {}

    /**
     * Whether the time is up.
     *
     * @param isClose whether the session is closed, rather than only the JVM exiting. Both may be true: a shutdown hook may close
     *     the session
     * @param grace how long the end may take after a signal
     */
    static boolean isOver(boolean isClose, Duration grace) {
        // While this JVM does not exit, a thread named after a signal runs a handler of the user's own.
        if (isClose && !ExitHook.hasBegun()) {
            return false;
        }
        return isSignalled() && System.nanoTime() - signalledNanos >= TimeUnit.NANOSECONDS.convert(grace);
    }

    /** How much of the grace is left: all of it if no signal makes the JVM exit. */
    static Duration left(Duration grace) {
        if (!isSignalled()) {
            return grace;
        }
        Duration left = grace.minusNanos(System.nanoTime() - signalledNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static boolean isSignalled() {
        if (signalledNanos == NOT_YET && ExitStatus.markOfThisExit() > 0) {
            signalledNanos = System.nanoTime() | 1;
        }
        return signalledNanos != NOT_YET;
    }
}
