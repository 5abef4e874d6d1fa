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

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int PAGES = 256;
    private static final int PAGE_BYTES = 4096;
    private static final int COMPILED_AFTER = 2_000;
    private static final int ROUNDS = 100;

    @TempDir
    Path directory;

    static boolean memoryFilesAreThere() {
        return Files.isWritable(MEMORY) && Files.isReadable(Path.of("/proc/self/stat"));
    }

    static boolean mappingsAreListed() {
        return Files.isReadable(MAPPINGS);
    }

    @Test
    @EnabledIf(value = "mappingsAreListed", disabledReason = "only Linux lists mappings in /proc")
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

    /** Also when it is compiled: reads whose value nobody wants must not be left out. */
    @Test
    @EnabledIf(value = "memoryFilesAreThere", disabledReason = "it counts the faults of a memory file system of Linux")
    void touchHasTheKernelMapManyPagesAtOnce() throws Exception {
        Path file = Files.createTempFile(MEMORY, "touched", "");
        try {
            Files.write(file, new byte[PAGES * PAGE_BYTES]);
            for (int i = 0; i < COMPILED_AFTER; i++) {
                touchAndWrite(file);
            }
            long before = minorFaults();
            for (int i = 0; i < ROUNDS; i++) {
                touchAndWrite(file);
            }
            assertThat(minorFaults() - before).isLessThan((long) ROUNDS * PAGES / 2);
        } finally {
            Files.delete(file);
        }
    }

    private static void touchAndWrite(Path file) throws Exception {
        MappedRegion region = MappedRegion.map(file);
        region.touch(0, region.length());
        for (int page = 0; page < PAGES; page++) {
            region.setInt(page * PAGE_BYTES, page);
        }
        region.unmap();
    }

    private static long minorFaults() throws Exception {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[7]);
    }

    @Test
    void anInterruptIsKept() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[8192]);
        Thread.currentThread().interrupt();
        MappedRegion.map(file).unmap();
        assertThat(Thread.interrupted()).isTrue();
    }
}
