package dev.multiproc.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class MappedRegionTest {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    @TempDir
    Path directory;

    static boolean mappingsAreListed() {
        return Files.isReadable(MAPPINGS);
    }

    @Test
    @EnabledIf("mappingsAreListed")
    void interruptsLeaveNoMappingBehind() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[8192]);
        Thread mapping = Thread.currentThread();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread interrupting = new Thread(() -> {
            while (!isOver.get()) {
                mapping.interrupt();
            }
        });
        interrupting.start();
        try {
            for (int i = 0; i < 1_000; i++) {
                MappedRegion region = MappedRegion.map(file);
                region.setLong(0, i);
                region.unmap();
            }
        } finally {
            isOver.set(true);
            while (interrupting.isAlive()) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
        await().untilAsserted(() -> {
            System.gc();
            assertThat(Files.readAllLines(MAPPINGS)).as("mappings").noneMatch(line -> line.contains(file.toString()));
        });
    }

    @Test
    void anInterruptIsKept() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[8192]);
        Thread.currentThread().interrupt();
        MappedRegion.map(file).unmap();
        assertThat(Thread.interrupted()).isTrue();
    }
}
