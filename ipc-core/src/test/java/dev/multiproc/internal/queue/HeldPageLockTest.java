package dev.multiproc.internal.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.multiproc.Multiprocessing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others do while a process that makes a page of one queue's log is stopped: it holds up that queue alone. */
@Timeout(60)
class HeldPageLockTest {
    private static final byte[] ITEM = new byte[50_000];
    /** Of the log's words. */
    private static final int LAST_PAGE = 32;

    private Multiprocessing session;
    private LogQueue<byte[]> held;

    @BeforeEach
    void holdTheLock() {
        session = Multiprocessing.open();
        held = (LogQueue<byte[]>) session.<byte[]>queue();
        // The first page is made ahead.
        await().until(() -> lastPage(held) != 0 && lock() == 0);
        // This process is alive, so nobody frees the lock in its place.
        setLock(held.log().context.slot() + 1);
    }

    @AfterEach
    void close() {
        setLock(0);
        session.close();
    }

    private static long lastPage(LogQueue<?> queue) {
        return queue.log()
                .counters
                .region()
                .getLongVolatile(queue.log().counters.pages() + LAST_PAGE);
    }

    private void setLock(int word) {
        held.log().counters.region().setIntVolatile(held.log().counters.pages(), word);
    }

    private int lock() {
        return held.log().counters.region().getIntVolatile(held.log().counters.pages());
    }

    private void fillThePage() {
        assertThat(held.offer(ITEM)).isTrue();
        assertThat(held.offer(ITEM)).isTrue();
    }

    @Test
    void aTimedOfferGivesUpAndNothingIsPut() throws InterruptedException {
        fillThePage();
        assertThat(held.offer(ITEM, 50, MILLISECONDS)).isFalse();
        assertThat(held).hasSize(2);
        setLock(0);
        assertThat(held.offer(ITEM, 30, SECONDS)).isTrue();
        assertThat(held).hasSize(3);
    }

    @Test
    void aPutThatIsInterruptedEndsAndNothingIsPut() {
        fillThePage();
        Thread putter = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (putter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            putter.interrupt();
        });
        interrupter.start();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> held.put(ITEM));
        assertThat(held).hasSize(2);
    }

    @Test
    void anotherQueueGoesOn() throws InterruptedException {
        fillThePage();
        assertThat(held.offer(ITEM, 50, MILLISECONDS)).isFalse();
        LogQueue<byte[]> other = (LogQueue<byte[]>) session.<byte[]>queue();
        // More than a file, so that pages and files have to be made.
        for (int i = 0; i < 1_000; i++) {
            assertThat(other.offer(ITEM, 30, SECONDS)).isTrue();
        }
        assertThat(other).hasSize(1_000);
        assertThat(held).hasSize(2);
    }

    @Test
    void theOwnEndCanBeClosed() {
        fillThePage();
        held.close();
    }
}
