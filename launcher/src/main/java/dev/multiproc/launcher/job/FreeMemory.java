package dev.multiproc.launcher.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory programs can still get, for {@code --memfree}: what the kernel says for the machine ({@code MemAvailable}), or what
 * the container has left, if that is less.
 */
public final class FreeMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");
    private static final long KIB = 1024;

    private FreeMemory() {}

    /** In bytes; {@code Long.MAX_VALUE} where the system does not tell. */
    public static long bytes() {
        return Math.min(machine(), container());
    }

    private static long machine() {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
                }
            }
        } catch (IOException noSuchSystem) {
            return Long.MAX_VALUE;
        }
        return Long.MAX_VALUE;
    }

    private static long container() {
        try {
            String limit = Files.readString(LIMIT).strip();
            return limit.equals("max")
                    ? Long.MAX_VALUE
                    : Math.max(
                            0,
                            Long.parseLong(limit)
                                    - Long.parseLong(Files.readString(USED).strip()));
        } catch (IOException noLimit) {
            return Long.MAX_VALUE;
        }
    }
}
