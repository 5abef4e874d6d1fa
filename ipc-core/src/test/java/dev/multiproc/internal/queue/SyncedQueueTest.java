package dev.multiproc.internal.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.queue.QueueOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue whose puts wait for the disk goes on doing so, and says what it has done. */
@Timeout(120)
class SyncedQueueTest {
    /** Of the log's words. */
    private static final int SYNCED = 72;

    private static final byte[] SMALL = new byte[100];
    private static final byte[] ITEM = new byte[50_000];
    private static final byte[] LARGE = new byte[100_000];

    @TempDir
    private Path directory;

    private Multiprocessing session;
    private LogQueue<byte[]> queue;

    @BeforeEach
    void open() {
        session = Multiprocessing.open(directory.resolve("session"));
        queue = open("synced", QueueOptions.unbounded());
    }

    private LogQueue<byte[]> open(String name, QueueOptions options) {
        return (LogQueue<byte[]>) session.<byte[]>queue(name, options.withSyncToDisk(true));
    }

    @AfterEach
    void close() {
        // An interrupt that a test has left would cut the close short.
        Thread.interrupted();
        session.close();
    }

    /** The page up to which the log is on the disk. */
    private static long synced(LogQueue<?> queue) {
        return queue.log()
                .counters
                .region()
                .getLongVolatile(queue.log().counters.pages() + SYNCED);
    }

    @Test
    void theFileThatWasSyncedLastMayBeRetiredMeanwhile() throws Exception {
        queue.put(SMALL);
        int count = 3_200;
        Thread consumer = new Thread(() -> {
            for (int i = 0; i <= count; i++) {
                assertThat(take()).isNotNull();
            }
        });
        consumer.start();
        queue.putAll(Collections.nCopies(count, ITEM));
        consumer.join();
        queue.put(SMALL);
        assertThat(synced(queue)).isEqualTo(queue.log().counters.tailPage());
        for (int i = 0; i < 1_000; i++) {
            queue.put(ITEM);
        }
        assertThat(synced(queue)).isEqualTo(queue.log().counters.tailPage());
    }

    private byte[] take() {
        try {
            return queue.poll(60, SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptDoesNotTakeBackWhatIsPut() throws Exception {
        Thread.currentThread().interrupt();
        for (byte[] item : List.of(SMALL, ITEM, LARGE)) {
            for (int i = 0; i < 10; i++) {
                assertThat(queue.offer(item)).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
        }
        assertThat(queue).hasSize(30);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(synced(queue)).isEqualTo(queue.log().counters.tailPage());
    }

    @Test
    void aQueueCanBeMadeByOneWhoIsInterrupted() {
        Thread.currentThread().interrupt();
        LogQueue<byte[]> other = open("other", QueueOptions.unbounded());
        assertThat(other.offer(SMALL)).isTrue();
        assertThat(other).hasSize(1);
    }

    @Test
    void offerAllSaysHowManyArePutWhenItIsInterrupted() throws Exception {
        LogQueue<byte[]> bounded = open("bounded", QueueOptions.bounded(2));
        Thread me = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (bounded.size() < 2) {
                Thread.onSpinWait();
            }
            me.interrupt();
        });
        interrupter.start();
        assertThat(bounded.offerAll(Collections.nCopies(5, SMALL), 1_000, SECONDS))
                .isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> bounded.offerAll(Collections.nCopies(5, SMALL), 1_000, SECONDS));
        assertThat(bounded).hasSize(2);
    }

    @Test
    void deadLettersOfASyncedQueueWaitForTheDiskToo() {
        DeadLetterLogQueue<byte[]> letters = (DeadLetterLogQueue<byte[]>) queue.deadLetters();
        assertThat(letters.log().counters.isSynced()).isTrue();
    }
}
