package dev.multiproc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A durable session that is damaged is refused, and is the same afterwards: byte for byte, and with the same words. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RefusedSessionIT {
    private static final int ITEMS = 1000;
    private static final int MAGIC = 0x4d50_5047;
    private static final int OWNER = 32;
    private static final int RECORDS = 64;
    private static final String FIRST_FILE = "19700101-000001P.cq4";
    private static final long ALL = Long.MAX_VALUE;

    @TempDir
    private Path parent;

    private Path session;
    private Path log;

    @BeforeEach
    void fill() {
        session = parent.resolve("session");
        log = session.resolve("queues/work").resolve(FIRST_FILE);
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            SharedQueue<String> queue = mp.queue("work");
            mp.sharedReference("reference", "value");
            mp.sharedIntArray("array", 10);
            mp.lock("lock");
            queue.addAll(IntStream.range(0, ITEMS).mapToObj(i -> "item " + i).toList());
        }
    }

    @Test
    void aBitOfTheFirstPagesHead() throws Exception {
        flip(log, page(log), 1);
        assertRefusedAgainAndAgain("no page is found");
        flip(log, page(log, 1), 1);
        assertAllThere();
    }

    @Test
    void theFirstPagesLength() throws Exception {
        int page = page(log);
        flip(log, page + 4, 0x40);
        assertRefusedAgainAndAgain("no page is found");
        flip(log, page + 4, 0x40);
        assertAllThere();
    }

    @Test
    void theWordOfAnItem() throws Exception {
        int offset = record(log, ITEMS / 2);
        byte[] word = zero(log, offset, Long.BYTES);
        assertRefusedAgainAndAgain("it ends at item 500, and its control file knows 1000");
        write(log, offset, word);
        assertAllThere();
    }

    @Test
    void aHundredTimes() throws Exception {
        zero(log, record(log, ITEMS / 2), Long.BYTES);
        Map<String, String> before = Snapshot.of(session, ALL);
        String first = refusal();
        for (int i = 1; i < 100; i++) {
            assertThat(refusal()).isEqualTo(first);
        }
        assertThat(Snapshot.of(session, ALL)).isEqualTo(before);
    }

    @Test
    void anItemsWordThatIsAnothers() throws Exception {
        flip(log, record(log, ITEMS / 2) + 3, 1);
        assertRefusedAgainAndAgain("a record's word is");
    }

    @Test
    void aLogThatIsGoneOrCut() throws Exception {
        Path copy = parent.resolve("copy");
        Files.move(log, copy);
        assertRefusedAgainAndAgain("it ends at item 0");
        Files.createFile(log);
        assertRefusedAgainAndAgain("it ends at item 0");
        Files.move(copy, log, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertAllThere();
    }

    @Test
    void aLogThatIsAnotherQueues() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            SharedQueue<String> other = mp.queue("other");
            other.addAll(IntStream.range(0, ITEMS).mapToObj(i -> "other " + i).toList());
        }
        Path copy = parent.resolve("copy");
        Files.move(log, copy);
        Files.copy(session.resolve("queues/other").resolve(FIRST_FILE), log);
        assertRefusedAgainAndAgain("this is a file of another queue");
        Files.move(copy, log, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertAllThere();
    }

    /** As an older version of the library left them. */
    @Test
    void pagesThatDoNotSayWhoseTheyAreAreAccepted() throws Exception {
        assertThat(zero(log, page(log) + OWNER, Long.BYTES)).isNotEqualTo(new byte[Long.BYTES]);
        assertAllThere();
    }

    @Test
    void theFirstOfSeveralFiles() throws Exception {
        byte[] large = new byte[50_000];
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            SharedQueue<byte[]> queue = mp.queue("work");
            for (int i = 0; i < 1500; i++) {
                queue.put(large);
            }
        }
        assertThat(log.resolveSibling("19700101-000002P.cq4")).exists();
        flip(log, page(log), 1);
        assertRefusedAgainAndAgain("there is no usable page in");
        Files.move(log, parent.resolve("copy"));
        assertRefusedAgainAndAgain("it begins with item ");
    }

    @Test
    void aSecondQueueThatIsWholeIsNotTouched() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            mp.queue("a").put("whole");
            mp.queue("z").put("whole");
            mp.queue("z").take();
        }
        zero(log, record(log, 10), Long.BYTES);
        assertRefusedAgainAndAgain("it ends at item 10");
    }

    @Test
    void theTableOfObjects() throws Exception {
        Path control = session.resolve("control");
        flip(control, ControlDescriptor.objectOffset(1) + ControlDescriptor.OBJECT_NAME_OFFSET, 1);
        assertRefusedAgainAndAgain("object 1 does not agree with its checksum");
    }

    @Test
    void theOptionsOfAQueue() throws Exception {
        flip(session.resolve("control"), ControlDescriptor.objectOffset(0) + ControlDescriptor.OBJECT_WORDS_OFFSET, 1);
        assertRefusedAgainAndAgain("do not agree with their checksum");
    }

    @Test
    void aControlFileThatIsGone() throws Exception {
        Files.delete(session.resolve("control"));
        assertRefusedAgainAndAgain("no control file");
        Files.delete(session.resolve("alive/0"));
        Files.delete(session.resolve("alive"));
        assertRefusedAgainAndAgain("no control file");
    }

    private void assertRefusedAgainAndAgain(String reason) throws IOException {
        Map<String, String> before = Snapshot.of(session, ALL);
        String first = refusal();
        assertThat(first).contains(reason).contains(session.toString());
        assertThat(Snapshot.of(session, ALL)).isEqualTo(before);
        assertThat(refusal()).isEqualTo(first);
        assertThat(Snapshot.of(session, ALL)).isEqualTo(before);
    }

    private String refusal() {
        MultiprocessingException refusal =
                catchThrowableOfType(MultiprocessingException.class, () -> Multiprocessing.open(session)
                        .close());
        assertThat(refusal).as("refusal").isNotNull();
        return refusal.getMessage();
    }

    private void assertAllThere() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(session)) {
            SharedQueue<String> queue = mp.queue("work");
            assertThat(queue).hasSize(ITEMS);
            for (int i = 0; i < ITEMS; i++) {
                assertThat(queue.take()).isEqualTo("item " + i);
            }
        }
    }

    private static int page(Path log) throws IOException {
        return page(log, 0);
    }

    /** Where the first page is, whose magic has these bits flipped. */
    private static int page(Path log, int flipped) throws IOException {
        ByteBuffer bytes = read(log);
        for (int at = 0; at < bytes.limit(); at += 64) {
            if (bytes.getInt(at) == (MAGIC ^ flipped)) {
                return at;
            }
        }
        throw new AssertionError("no page");
    }

    private static int record(Path log, int number) throws IOException {
        ByteBuffer bytes = read(log);
        int at = page(log) + RECORDS;
        for (int i = 0; i < number; i++) {
            at += 16 + bytes.getInt(at + 8) + 7 & -8;
        }
        return at;
    }

    private static ByteBuffer read(Path log) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(512 * 1024).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(log)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        return bytes.flip();
    }

    private static void flip(Path file, int offset, int bits) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int value = bytes.read();
            bytes.seek(offset);
            bytes.write(value ^ bits);
        }
    }

    private static byte[] zero(Path file, int offset, int length) throws IOException {
        byte[] before = new byte[length];
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            bytes.readFully(before);
        }
        write(file, offset, new byte[length]);
        return before;
    }

    private static void write(Path file, int offset, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), offset);
        }
    }
}
