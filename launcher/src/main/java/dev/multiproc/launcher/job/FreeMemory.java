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
    private static final Path STATISTICS = Path.of("/sys/fs/cgroup/memory.stat");
    private static final long KIB = 1024;

    private FreeMemory() {}

    /** In bytes; {@code Long.MAX_VALUE} where the system does not tell. */
    public static long bytes() {
        return Math.min(machine(), container());
    }

    private static long machine() {
        try {
            return number(MEMINFO, "MemAvailable:") * KIB;
        } catch (IOException noSuchSystem) {
            return Long.MAX_VALUE;
        }
    }

    private static long container() {
        try {
            String limit = Files.readString(LIMIT).strip();
            if (limit.equals("max")) {
                return Long.MAX_VALUE;
            }
            // Pages of files that nobody has used lately are freed when memory is needed.
            long used = Long.parseLong(Files.readString(USED).strip()) - number(STATISTICS, "inactive_file ");
            return Math.max(0, Long.parseLong(limit) - used);
        } catch (IOException noLimit) {
            return Long.MAX_VALUE;
        }
    }

    /** The number in the line that begins with a name. */
    private static long number(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).replaceAll("\\D", ""));
            }
        }
        throw new IOException("there is no line " + name + " in " + file);
    }
}
