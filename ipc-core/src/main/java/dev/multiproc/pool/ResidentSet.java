package dev.multiproc.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process uses, as the system counts it: its resident set. */
final class ResidentSet {
    private static final Path OWN = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;

    private ResidentSet() {}

    static boolean isKnown() {
        return Files.isReadable(OWN);
    }

    static long ofThisProcess() throws IOException {
        return read(OWN);
    }

    static long of(long pid) throws IOException {
        return read(Path.of("/proc/" + pid + "/statm"));
    }

    /** The second number of the file, in pages. */
    private static long read(Path file) throws IOException {
        String[] numbers = Files.readString(file).split(" ", 3);
        return Long.parseLong(numbers[1]) * PAGE_BYTES;
    }
}
