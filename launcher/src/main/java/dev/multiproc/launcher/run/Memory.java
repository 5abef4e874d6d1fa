package dev.multiproc.launcher.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Derives the heap size of children from the memory of this machine or container. */
final class Memory {
    private static final long MIN_BYTES = 32L << 20;
    private static final int MAX_SHARE_DIVISOR = 8;

    private Memory() {}

    /** The heap size of each child: all children together get at most half of the memory, one child at most an eighth. */
    static long shareOf(int children) {
        return shareOf(children, totalBytes());
    }

    /** The memory of this machine or container. */
    static long totalBytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    static long shareOf(int children, long totalBytes) {
        long shareBytes = Math.min(totalBytes / 2 / children, totalBytes / MAX_SHARE_DIVISOR);
        return Math.max(MIN_BYTES, shareBytes);
    }
}
