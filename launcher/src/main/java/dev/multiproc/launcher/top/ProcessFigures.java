package dev.multiproc.launcher.top;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the system says of a process. Empty where it does not say it, or the process is gone. */
final class ProcessFigures {
    private static final double NANOS = 1e9;
    private static final int KILOBYTE_SHIFT = 10;

    private ProcessFigures() {}

    /** The processor time that it has used. */
    static OptionalDouble cpuSeconds(long pid) {
        Optional<Duration> used =
                ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
        return used.isPresent() ? OptionalDouble.of(used.get().toNanos() / NANOS) : OptionalDouble.empty();
    }

    /** The memory that is resident. */
    static OptionalLong memoryBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << KILOBYTE_SHIFT);
                }
            }
            return OptionalLong.empty();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }
}
