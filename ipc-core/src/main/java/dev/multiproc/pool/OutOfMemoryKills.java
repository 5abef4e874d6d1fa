package dev.multiproc.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many processes the kernel has ended for lack of memory, in this container or on this machine, as far as it says so. */
final class OutOfMemoryKills {
    private static final int SIGKILL = -9;
    private static final List<Path> FILES = List.of(
            Path.of("/sys/fs/cgroup/memory.events"),
            Path.of("/sys/fs/cgroup/memory/memory.oom_control"),
            Path.of("/proc/vmstat"));

    private long seen = count();

    /** Whether it has ended another one since the last call; for a worker that has just ended with this exit code. */
    synchronized boolean isLikely(int exitCode) {
        if (exitCode != SIGKILL) {
            return false;
        }
        long before = seen;
        seen = count();
        return seen > before;
    }

    private static long count() {
        for (Path file : FILES) {
            if (Files.isReadable(file)) {
                return countIn(file);
            }
        }
        return 0;
    }

    private static long countIn(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("oom_kill ")) {
                    return Long.parseLong(line.substring(line.indexOf(' ') + 1).trim());
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            // This system does not say it.
            return 0;
        }
    }
}
