package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What can be saved of a damaged session is saved on request; what cannot be is set aside, and said. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SalvageIT {
    /** Several files of the log. */
    private static final int ITEMS = 1_500;

    private static final int ITEM_BYTES = 50_000;
    private static final int MAGIC = 0x4d50_5047;
    private static final long ALL = Long.MAX_VALUE;

    @TempDir
    private Path parent;

    private Path session;
    private Path log;

    @BeforeEach
    void fill() throws Exception {
        session = parent.resolve("session");
        log = session.resolve("queues/work");
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            JoinableQueue<byte[]> queue = mp.joinableQueue("work");
            for (int i = 0; i < ITEMS; i++) {
                queue.put(item(i));
            }
            // The file of a large item lies beside the log.
            queue.put(new byte[200_000]);
            mp.queue("other").put("whole");
        }
    }

    private static byte[] item(int number) {
        byte[] item = new byte[ITEM_BYTES];
        item[0] = (byte) number;
        item[1] = (byte) (number >> 8);
        return item;
    }

    private static int number(byte[] item) {
        return (item[0] & 0xff) | (item[1] & 0xff) << 8;
    }

    private Path file(int number) {
        return log.resolve("19700101-00000" + number + "P.cq4");
    }

    /** Where the pages of a file are. */
    private static List<Integer> pages(Path file) throws IOException {
        List<Integer> pages = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.nativeOrder());
            for (int at = 0; at + 64 <= bytes.limit(); at += 64) {
                if (bytes.getInt(at) == MAGIC) {
                    pages.add(at);
                }
            }
        }
        return pages;
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int value = bytes.read();
            bytes.seek(offset);
            bytes.write(value ^ 1);
        }
    }

    private List<String> salvage() {
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.open(session).close())
                .withMessageContaining("multiproc clean --damaged " + session);
        List<String> report = Multiprocessing.salvage(session);
        assertThat(report).anyMatch(line -> line.startsWith("damaged: "));
        assertThat(report).anyMatch(line -> line.startsWith("kept: "));
        for (String line : report) {
            if (line.startsWith("set aside: ")) {
                assertThat(Path.of(line.substring("set aside: ".length()))).exists();
            }
        }
        assertThat(Multiprocessing.salvage(session)).as("second time").isEmpty();
        return report;
    }

    /** What is kept is there, in its order, and the queue works on, also when it is opened again. */
    private void assertKept(int first, int end) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            JoinableQueue<byte[]> queue = mp.joinableQueue("work");
            assertThat(queue.size()).isEqualTo(end - first);
            for (int i = 0; i < ITEMS; i++) {
                queue.put(item(i));
            }
            queue.put(new byte[200_000]);
        }
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            JoinableQueue<byte[]> queue = mp.joinableQueue("work");
            for (int i = first; i < end; i++) {
                assertThat(number(queue.take())).isEqualTo(i);
                queue.taskDone();
            }
            for (int i = 0; i < ITEMS; i++) {
                assertThat(number(queue.take())).isEqualTo(i);
                queue.taskDone();
            }
            assertThat(queue.take()).hasSize(200_000);
            queue.taskDone();
            assertThat(queue.join(10, TimeUnit.SECONDS)).isTrue();
            assertThat(mp.queue("other").peek()).isEqualTo("whole");
        }
    }

    @Test
    void itemsBeforeADamagedRecordAreKept() throws Exception {
        int page = pages(file(2)).get(5);
        // The word of the third record of the page.
        flip(file(2), page + 64 + 2L * (16 + 8 + ITEM_BYTES + 4 + 7 & -8) + 4);
        List<String> report = salvage();
        int kept = keptItems(report);
        assertThat(kept).isBetween(600, 1_000);
        assertKept(0, kept);
    }

    private static int keptItems(List<String> report) {
        String line = report.stream()
                .filter(each -> each.startsWith("kept: "))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.split(" ")[1]);
    }

    @Test
    void itemsBeforeADamagedPageAreKept() throws Exception {
        flip(file(2), pages(file(2)).get(5));
        assertKept(0, keptItems(salvage()));
    }

    @Test
    void itemsBeforeADamagedHeadOfADocumentAreKept() throws Exception {
        int page = pages(file(2)).get(5);
        int head = page - 4;
        try (FileChannel channel = FileChannel.open(file(2))) {
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.nativeOrder());
            while (bytes.getInt(head) != 1024 * 1024 + 64) {
                head -= 4;
            }
        }
        flip(file(2), head);
        assertKept(0, keptItems(salvage()));
    }

    @Test
    void itemsOfLaterFilesAreKeptIfTheFirstIsUnusable() throws Exception {
        flip(file(1), pages(file(1)).get(0));
        int kept = keptItems(salvage());
        assertThat(kept).isBetween(600, 1_000);
        // The large one is the last of them.
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            JoinableQueue<byte[]> queue = mp.joinableQueue("work");
            for (int i = ITEMS + 1 - kept; i < ITEMS; i++) {
                assertThat(number(queue.take())).isEqualTo(i);
            }
            assertThat(queue.take()).hasSize(200_000);
        }
    }

    @Test
    void aQueueWithoutOptionsIsSetAside() throws Exception {
        flip(session.resolve("control"), dev.multiproc.internal.control.ObjectTable.words(0));
        assertThat(salvage()).contains("kept: nothing, queue=work");
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            SharedQueue<byte[]> queue = mp.queue("work");
            assertThat(queue).isEmpty();
            queue.put(item(1));
            assertThat(mp.queue("other").peek()).isEqualTo("whole");
        }
        assertThat(session.resolve("damaged-1/queues/work")).isDirectory();
    }

    @Test
    void aSessionWithADamagedControlFileIsSetAsideAsAWhole() throws Exception {
        flip(session.resolve("control"), 20);
        assertThat(salvage()).contains("kept: nothing");
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            assertThat(mp.queue("work")).isEmpty();
        }
        assertThat(session.resolve("damaged-1/queues/work")).isDirectory();
    }

    @Test
    void whatIsWholeOrInUseOrAnotherVersionsIsNotTouched() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Multiprocessing.salvage(session))
                    .withMessageContaining("in use");
            assertThat(mp.queue("other")).hasSize(1);
        }
        Map<String, String> before = Snapshot.of(session, ALL);
        assertThat(Multiprocessing.salvage(session)).isEmpty();
        assertThat(Snapshot.of(session, ALL)).isEqualTo(before);
        flip(session.resolve("control"), 9);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.salvage(session))
                .withMessageContaining("version");
        flip(session.resolve("control"), 9);
        assertThat(Snapshot.of(session, ALL)).isEqualTo(before);
        assertThatExceptionOfType(MultiprocessingException.class)
                .isThrownBy(() -> Multiprocessing.salvage(parent.resolve("none")));
        assertThat(Files.exists(parent.resolve("none"))).isFalse();
    }
}
