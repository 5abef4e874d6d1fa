package dev.multiproc.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a process. */
final class ProcFile {
    private ProcFile() {}

    /** Processor time of all its threads, in seconds. */
    static double cpuSeconds(long pid) throws IOException {
        List<Path> threads;
        try (var all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads = all.toList();
        }
        long nanos = 0;
        for (Path thread : threads) {
            nanos +=
                    Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        }
        return nanos / 1e9;
    }

    /** Its own share of memory, in megabytes. */
    static double pssMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no Pss of process " + pid);
    }
}
