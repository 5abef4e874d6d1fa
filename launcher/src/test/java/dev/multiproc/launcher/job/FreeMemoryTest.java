package dev.multiproc.launcher.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreeMemoryTest {
    @Test
    void freeMemoryIsLessThanAll() {
        boolean isKnown = Files.exists(Path.of("/proc/meminfo"));
        assertThat(FreeMemory.bytes()).isPositive().isLessThanOrEqualTo(isKnown ? 1L << 50 : Long.MAX_VALUE);
    }
}
