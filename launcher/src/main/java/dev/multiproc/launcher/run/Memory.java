package dev.multiproc.launcher.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory of this machine, or of the container. */
final class Memory {
    private static final long LEAST_BYTES = 32L << 20;
    private static final int LEAST_PART = 8;

    private Memory() {}

    /** The heap of one of so many JVMs, which together may take half of the memory, and one alone an eighth. */
    static long shareOf(int children) {
        long totalBytes = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return shareOf(children, totalBytes);
    }

    static long shareOf(int children, long totalBytes) {
        long shareBytes = Math.min(totalBytes / 2 / children, totalBytes / LEAST_PART);
        return Math.max(LEAST_BYTES, shareBytes);
    }
}
