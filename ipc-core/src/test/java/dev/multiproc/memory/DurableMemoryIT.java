package dev.multiproc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What has a name in a durable session keeps what it holds. */
@ExtendWith(LeavesNothingBehind.class)
class DurableMemoryIT {
    @TempDir
    private Path parent;

    private Path directory;

    @BeforeEach
    void choose() {
        directory = parent.resolve("session");
    }

    @Test
    void namedOnesKeepTheirValues() {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.sharedInteger("int", 1).set(10);
            mp.sharedLong("long", 1).set(20);
            mp.sharedDouble("double", 1).set(30.5);
            mp.sharedBoolean("boolean", false).set(true);
            mp.sharedIntArray("ints", 2).set(1, 40);
            mp.sharedByteArray("bytes", new byte[] {1, 2, 3});
            mp.<String>sharedReference("reference", null).set("西瓜");
            mp.sharedMemory("block", 8).buffer().putInt(4, 50);
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThat(mp.sharedInteger("int", 1).get()).isEqualTo(10);
            assertThat(mp.sharedLong("long", 1).get()).isEqualTo(20);
            assertThat(mp.sharedDouble("double", 1).get()).isEqualTo(30.5);
            assertThat(mp.sharedBoolean("boolean", false).get()).isTrue();
            assertThat(mp.sharedIntArray("ints", 2).toArray()).containsExactly(0, 40);
            assertThat(mp.sharedByteArray("bytes", 3).toArray()).containsExactly(1, 2, 3);
            assertThat(mp.<String>sharedReference("reference", null).get()).isEqualTo("西瓜");
            assertThat(mp.sharedMemory("block").buffer().getInt(4)).isEqualTo(50);
        }
    }

    /** Counts, with a child, until it is killed. */
    static final class Counter {
        public static void main(String[] arguments) {
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            SharedLong count = mp.sharedLong("count", 0);
            SharedLongArray cells = mp.sharedLongArray("cells", 1000);
            mp.process(() -> count(count, cells)).start();
            countOnce(count, cells);
            System.out.println("begun");
            count(count, cells);
        }

        private static void count(SharedLong count, SharedLongArray cells) {
            while (true) {
                countOnce(count, cells);
            }
        }

        private static void countOnce(SharedLong count, SharedLongArray cells) {
            cells.getAndIncrement((int) (count.incrementAndGet() % 1000));
        }
    }

    @Test
    void nothingIsLostWhenAllAreKilled() throws Exception {
        try (ParentProgram program = ParentProgram.start(Counter.class, directory.toString())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> program.output().contains("begun")
                            && program.family().size() == 2);
            List<ProcessHandle> all = new ArrayList<>(program.family());
            all.forEach(ProcessHandle::destroyForcibly);
            await().atMost(Duration.ofSeconds(30)).until(() -> all.stream().noneMatch(ParentProgram::isRunning));
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            long count = mp.sharedLong("count", 0).get();
            long inCells = mp.sharedLongArray("cells", 1000).stream().sum();
            // Each of the two may have been between its two steps.
            assertThat(count).isPositive().isBetween(inCells, inCells + 2);
        }
    }

    @Test
    void anArrayWhoseFileIsDamagedIsRefused() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.sharedIntArray("cut", 1000);
            mp.sharedIntArray("gone", 1000);
            mp.sharedIntArray("whole", 3).set(0, 7);
        }
        Path cut = directory.resolve("memory/cut");
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            file.setLength(100);
        }
        Files.delete(directory.resolve("memory/gone"));
        Files.write(directory.resolve("memory/3-1.new"), new byte[10]);
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> mp.sharedIntArray("cut", 1000))
                    .withMessageContaining("its length is 100, not 4000")
                    .withMessageContaining(cut.toString());
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> mp.sharedIntArray("gone", 1000))
                    .withMessageContaining("gone");
            assertThat(mp.sharedIntArray("whole", 3).get(0)).isEqualTo(7);
            assertThat(directory.resolve("memory/3-1.new")).doesNotExist();
        }
    }

    /** A machine that crashes may have written the version and not the value. */
    @Test
    void aReferenceWhoseValueWasNotWrittenTakesTheOneBefore() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedReference<String> reference = mp.sharedReference("reference", "first");
            reference.set("second");
            reference.set("third");
        }
        flip(directory.resolve("memory/reference"), 20);
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedReference<String> reference = mp.sharedReference("reference", "first");
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(reference::get)
                    .withMessageContaining("damaged")
                    .withMessageContaining("reference");
        }
        flip(directory.resolve("control"), ControlDescriptor.BOOT_OFFSET);
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedReference<String> reference = mp.sharedReference("reference", "first");
            assertThat(reference.get()).isEqualTo("second");
            reference.set("fourth");
            assertThat(reference.get()).isEqualTo("fourth");
        }
    }

    @Test
    void aReferenceWhoseLengthIsDamagedIsNoEmptyValueAndNoNull() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.<String>sharedReference("null", null);
            mp.sharedReference("text", "text");
            mp.sharedReference("cleared", "text").set(null);
        }
        setLength("null", 0, 0);
        setLength("text", 0, -1);
        setLength("cleared", 1, 0);
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            for (String name : List.of("null", "text", "cleared")) {
                SharedReference<String> reference = mp.sharedReference(name, null);
                assertThatExceptionOfType(MultiprocessingException.class)
                        .isThrownBy(reference::get)
                        .withMessageContaining("it does not agree with its checksum, name=" + name);
                reference.set(null);
                assertThat(reference.get()).isNull();
            }
        }
    }

    private void setLength(String name, int place, int length) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("memory").resolve(name).toFile(), "rw")) {
            file.seek(place * 65552L + 8);
            // Zeros and ones are the same in both byte orders.
            file.writeInt(length);
        }
    }

    private static void flip(Path path, long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            int old = file.read();
            file.seek(offset);
            file.write(old ^ 0xff);
        }
    }

    @Test
    void arraysThatTheControlFileDoesNotKnowAreRefused() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.sharedIntArray("array", 3);
        }
        Files.delete(directory.resolve("control"));
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(directory))
                .withMessageContaining("no control file");
    }
}
