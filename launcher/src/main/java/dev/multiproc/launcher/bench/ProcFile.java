package dev.multiproc.launcher.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads figures of a process from {@code /proc}. */
final class ProcFile {
    private ProcFile() {}

    /**
     * The processor time of each thread of a process. It is kept by thread because a thread that ends between two
     * measurements would otherwise make their difference too small.
     */
    record CpuTimes(Map<Path, Long> nanos) {
        static CpuTimes of(long pid) throws IOException {
            Map<Path, Long> nanos = new HashMap<>();
            try (DirectoryStream<Path> threads =
                    Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
                for (Path thread : threads) {
                    String used = Files.readString(thread.resolve("schedstat")).split(" ")[0];
                    nanos.put(thread, Long.parseLong(used));
                }
            }
            return new CpuTimes(nanos);
        }

        double seconds() {
            return secondsSince(new CpuTimes(Map.of()));
        }

        double secondsSince(CpuTimes before) {
            long sum = 0;
            for (Map.Entry<Path, Long> thread : nanos.entrySet()) {
                sum += thread.getValue() - before.nanos.getOrDefault(thread.getKey(), 0L);
            }
            return sum / 1e9;
        }
    }

    /** The proportional set size (PSS) in megabytes: its private memory and its share of the shared memory. */
    static double pssMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no Pss of process " + pid);
    }
}
