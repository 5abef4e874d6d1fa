package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.queue.UnreadableItemException;
import dev.multiproc.testing.LeavesNothingBehind;
import dev.multiproc.testing.ParentProgram;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeavesNothingBehind.class)
class DurableSessionIT {
    @TempDir
    private Path parent;

    /** Puts numbers and takes some of them without finishing, with a child, until it is killed. */
    static final class Worker {
        public static void main(String[] arguments) throws Exception {
            Multiprocessing mp = Multiprocessing.open(Path.of(arguments[0]));
            JoinableQueue<Integer> queue = mp.joinableQueue("work");
            mp.process(() -> {
                        for (int i = 0; i < 10; i++) {
                            queue.take();
                        }
                        System.out.println("took");
                        Thread.sleep(3_600_000);
                    })
                    .start();
            for (int i = 0; ; i++) {
                queue.put(i);
                System.out.println("put " + i);
            }
        }
    }

    @Test
    void aNamedQueueKeepsWhatItHolds() throws Exception {
        Path directory = parent.resolve("session");
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.queue("work").putAll(List.of("a", "b", "c"));
            assertThat(mp.queue("work").take()).isEqualTo("a");
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedQueue<String> queue = mp.queue("work");
            assertThat(queue.size()).isEqualTo(2);
            queue.put("d");
            assertThat(List.of(queue.take(), queue.take(), queue.take())).containsExactly("b", "c", "d");
        }
        assertThat(directory).isDirectory();
    }

    @Test
    void nothingPutIsLostWhenAllAreKilledAndWhatWasNotFinishedComesAgain() throws Exception {
        Path directory = parent.resolve("session");
        int put;
        try (ParentProgram program = ParentProgram.start(Worker.class, directory.toString())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> program.output().contains("took")
                            && program.output().size() > 500);
            List<ProcessHandle> all =
                    new ArrayList<>(program.process().descendants().toList());
            all.add(program.process().toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            await().atMost(Duration.ofSeconds(30)).until(() -> all.stream().noneMatch(ParentProgram::isRunning));
            put = (int) program.output().stream()
                    .filter(line -> line.startsWith("put "))
                    .count();
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            JoinableQueue<Integer> queue = mp.joinableQueue("work");
            List<Integer> numbers = new ArrayList<>();
            while (!queue.isEmpty()) {
                numbers.add(queue.take());
                queue.taskDone();
            }
            // One more may have been put and not said.
            assertThat(numbers).hasSizeBetween(put, put + 1).doesNotHaveDuplicates();
            assertThat(numbers).isSorted();
            assertThat(queue.unfinished()).isZero();
        }
    }

    @Test
    void aControlFileThatIsNotOursIsRefused() throws Exception {
        Path directory = parent.resolve("session");
        Multiprocessing.open(directory).close();
        Path control = directory.resolve("control");
        byte[] whole = Files.readAllBytes(control);

        Files.write(control, new byte[100]);
        assertRefused(directory, "length");
        Files.write(control, new byte[whole.length]);
        assertRefused(directory, "not a control file");
        Files.write(control, whole);
        try (RandomAccessFile file = new RandomAccessFile(control.toFile(), "rw")) {
            file.seek(8);
            file.writeByte(99);
        }
        assertRefused(directory, "version");
        Files.write(control, whole);
        Multiprocessing.open(directory).close();
    }

    @Test
    void anItemWhoseBytesAreDamagedIsToldFromOthersAndEndsAmongTheDeadLetters() throws Exception {
        Path directory = parent.resolve("session");
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.queue("work").putAll(List.of("first", "damaged-item", "last"));
        }
        Path log = directory.resolve("queues/work/19700101-000001P.cq4");
        byte[] bytes = new byte[256 * 1024];
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.readFully(bytes);
            file.seek(new String(bytes, StandardCharsets.ISO_8859_1).indexOf("damaged-item"));
            file.writeByte('D');
        }
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            SharedQueue<String> queue = mp.queue("work");
            assertThat(queue.take()).isEqualTo("first");
            for (int delivery = 0; delivery < QueueOptions.unbounded().maxDeliveries(); delivery++) {
                assertThatExceptionOfType(UnreadableItemException.class)
                        .isThrownBy(queue::take)
                        .withMessageContaining("damaged")
                        .withMessageContaining("queue=work");
            }
            assertThat(queue.take()).isEqualTo("last");
            assertThat(queue.size()).isZero();
            assertThat(queue.deadLetters().size()).isEqualTo(1);
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(queue.deadLetters()::take);
        }
    }

    /** Pages of a mapped file that are not on the disk count as dirty, on a file system that has a disk. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux says in /proc what is not on the disk")
    void aPutToASyncedQueueReturnsWhenTheItemIsOnTheDisk() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("target"), "synced").toAbsolutePath();
        assumeFalse(Files.getFileStore(directory).type().equals("tmpfs"), "no disk to wait for");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        try (Multiprocessing mp = Multiprocessing.open(directory.resolve("session"))) {
            SharedQueue<byte[]> quick = mp.queue("quick");
            SharedQueue<byte[]> synced =
                    mp.queue("synced", QueueOptions.unbounded().withSyncToDisk(true));
            byte[] item = new byte[50_000];
            // Over several pages.
            for (int i = 0; i < 60; i++) {
                quick.put(item);
                synced.put(item);
            }
            synced.putAll(List.of(item, item));
            assertThat(dirtyKilobytes("/queues/quick/")).isPositive();
            // The next page, which nothing is put to yet, may be dirty.
            assertThat(dirtyKilobytes("/queues/synced/")).isLessThan(1200);
            assertThat(synced).hasSize(62);
        } finally {
            deleteAll(directory);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int dirtyKilobytes(String path) throws IOException {
        int dirty = 0;
        boolean isMeant = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                isMeant = line.contains(path) && line.endsWith(".cq4");
            } else if (isMeant && line.matches("(Private|Shared)_Dirty:.*")) {
                dirty += Integer.parseInt(line.replaceAll("[^0-9]", ""));
            }
        }
        return dirty;
    }

    @Test
    void logsThatTheControlFileDoesNotKnowAreRefused() throws Exception {
        Path directory = parent.resolve("session");
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            mp.queue("work").put("item");
        }
        Path control = directory.resolve("control");
        byte[] whole = Files.readAllBytes(control);
        Files.delete(control);
        assertRefused(directory, "no control file");
        Files.write(control, whole);
        Path unknown = Files.createDirectory(directory.resolve("queues/unknown"));
        try (Multiprocessing mp = Multiprocessing.open(directory)) {
            assertThatExceptionOfType(MultiprocessingException.class)
                    .isThrownBy(() -> mp.queue("unknown"))
                    .withMessageContaining(unknown.toString());
            assertThat(mp.queue("work").take()).isEqualTo("item");
        }
    }

    private static void assertRefused(Path directory, String reason) {
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(directory))
                .withMessageContaining(reason)
                .withMessageContaining(directory.toString());
    }

    @Test
    void aDirectoryThatOthersMayEnterOrThatIsALinkIsRefused() throws Exception {
        Path open = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(Options.defaults().withBaseDirectory(open)))
                .withMessageContaining("others may enter")
                .withMessageContaining("chmod 700");
        Path link = Files.createSymbolicLink(parent.resolve("link"), open);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(Options.defaults().withBaseDirectory(link)))
                .withMessageContaining("link");
        Path file = Files.createFile(parent.resolve("file"));
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(file))
                .withMessageContaining("not a directory");
    }

    @Test
    void thePrivateSessionsDirectoryIsForItsOwnerOnlyAndGoes() throws Exception {
        Path base = parent.resolve("base");
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withBaseDirectory(base))) {
            mp.queue().put("item");
            List<Path> sessions;
            try (var entries = Files.list(base)) {
                sessions = entries.filter(Files::isDirectory).toList();
            }
            assertThat(sessions).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sessions.get(0))))
                    .isEqualTo("rwx------");
        }
        try (var entries = Files.list(base)) {
            assertThat(entries.filter(Files::isDirectory)).isEmpty();
        }
    }
}
