package dev.multiproc.internal.park;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A C {@code struct timespec} for each thread: seconds and nanoseconds, two longs. */
final class Timespec {
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final ThreadLocal<ByteBuffer> OWN = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder()));

    private Timespec() {}

    /** A point in time on the clock of {@link System#nanoTime()}, which on Linux is the kernel's CLOCK_MONOTONIC. */
    static ByteBuffer at(long nanos) {
        return OWN.get()
                .putLong(0, Math.floorDiv(nanos, NANOS_A_SECOND))
                .putLong(Long.BYTES, Math.floorMod(nanos, NANOS_A_SECOND));
    }
}
