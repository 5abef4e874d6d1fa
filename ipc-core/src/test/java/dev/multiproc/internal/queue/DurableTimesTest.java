package dev.multiproc.internal.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueOptions;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delays in a durable session that is opened again, and sessions of the version before there were any. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class DurableTimesTest {
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    private Path parent;

    private Path session() {
        return parent.resolve("session");
    }

    private void putTwoAndDelayOne() throws InterruptedException {
        try (Multiprocessing mp = Multiprocessing.open(session())) {
            JoinableQueue<String> queue = mp.joinableQueue("work");
            queue.putAll(List.of("a", "b"));
            queue.receive().retry(LATER);
        }
    }

    private void write(int offset, int bytes, long value) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        buffer.putLong(value).flip().limit(bytes);
        try (FileChannel control = FileChannel.open(session().resolve("control"), StandardOpenOption.WRITE)) {
            control.write(buffer, offset);
        }
    }

    @Test
    void aDelayGoesOnWhenTheSessionIsOpenedAgain() throws Exception {
        putTwoAndDelayOne();
        try (Multiprocessing mp = Multiprocessing.open(session())) {
            JoinableQueue<String> queue = mp.joinableQueue("work");
            assertThat(queue).containsExactly("b");
            assertThat(queue.size()).isOne();
            assertThat(queue.unfinished()).isEqualTo(2);
        }
    }

    @Test
    void aDelayIsOverAfterARestartOfTheMachine() throws Exception {
        putTwoAndDelayOne();
        write(ControlDescriptor.BOOT_OFFSET, Long.BYTES, 1);
        try (Multiprocessing mp = Multiprocessing.open(session())) {
            JoinableQueue<String> queue = mp.joinableQueue("work");
            assertThat(queue).containsExactly("a", "b");
            assertThat(queue.take()).isEqualTo("a");
        }
    }

    /** Whoever is killed between the two has written the new version, and not its checksum. */
    @ParameterizedTest
    @ValueSource(ints = {ControlDescriptor.OLDEST_VERSION, ControlDescriptor.VERSION - 1})
    void aSessionOfAnOldVersionIsReadAndBecomesOneOfThisVersion(int version) throws Exception {
        putTwoAndDelayOne();
        write(ControlDescriptor.VERSION_OFFSET, Integer.BYTES, version);
        write(ControlDescriptor.CHECKSUM_OFFSET, Integer.BYTES, checksum());
        for (boolean isHalfway : new boolean[] {false, true}) {
            if (isHalfway) {
                write(ControlDescriptor.VERSION_OFFSET, Integer.BYTES, version);
                write(ControlDescriptor.CHECKSUM_OFFSET, Integer.BYTES, checksum());
                write(ControlDescriptor.VERSION_OFFSET, Integer.BYTES, ControlDescriptor.VERSION);
            }
            try (Multiprocessing mp = Multiprocessing.open(session())) {
                JoinableQueue<String> queue = mp.joinableQueue("work");
                assertThat(queue).containsExactly("b");
                assertThat(((JoinableLogQueue<String>) queue)
                                .log()
                                .context
                                .control()
                                .getInt(ControlDescriptor.VERSION_OFFSET))
                        .isEqualTo(ControlDescriptor.VERSION);
            }
        }
    }

    private long checksum() throws IOException {
        byte[] header = new byte[ControlDescriptor.CHECKED_LENGTH];
        try (RandomAccessFile control =
                new RandomAccessFile(session().resolve("control").toFile(), "r")) {
            control.readFully(header);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(header);
        return checksum.getValue();
    }

    /** A record without room for a due time is delivered again at once. */
    @Test
    void aRecordOfTheOldVersionHasNoDelay() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue();
            LogEngine<String> log = ((JoinableLogQueue<String>) queue).log();
            queue.put("abc");
            log.scanner.all((cursor, word) -> {
                int length = cursor.region().getInt(cursor.offset() + RecordDescriptor.LENGTH_OFFSET);
                int form = cursor.region().getInt(cursor.offset() + RecordDescriptor.FORM_OFFSET);
                byte[] item = cursor.region()
                        .getBytes(cursor.offset() + RecordDescriptor.PAYLOAD_OFFSET + Long.BYTES, length - Long.BYTES);
                cursor.region().putBytes(cursor.offset() + RecordDescriptor.PAYLOAD_OFFSET, item);
                cursor.region().setInt(cursor.offset() + RecordDescriptor.FORM_OFFSET, form & ~RecordDescriptor.TIMED);
                return false;
            });
            // What was behind the shorter payload belongs to it still, and is not shown here.
            queue.receive().retry(LATER);
            assertThat(queue.size()).isOne();
            assertThat(queue.receive(0, SECONDS).value()).startsWith("abc");
        }
    }

    @Test
    void anItemWhoseLeaseHasEndedIsKeptWhereItCannotBeMoved() throws Exception {
        try (Multiprocessing mp = Multiprocessing.open()) {
            JoinableQueue<String> queue = mp.joinableQueue(
                    QueueOptions.unbounded().withMaxDeliveries(1).withLease(Duration.ofMillis(50)));
            LogEngine<String> log = ((JoinableLogQueue<String>) queue).log();
            queue.put("a");
            queue.receive();
            Path inTheWay = log.context.files().queue(ObjectPlace.fileName(queue.name() + "!dead", 0));
            Files.createFile(inTheWay);
            assertThat(queue.join(200, MILLISECONDS)).isFalse();
            assertThat(queue.poll()).isNull();
            Files.delete(inTheWay);
            assertThat(queue.join(20, SECONDS)).isTrue();
            assertThat(queue.deadLetters()).containsExactly("a");
        }
    }
}
