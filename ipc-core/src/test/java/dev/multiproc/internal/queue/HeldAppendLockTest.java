package dev.multiproc.internal.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a put with a time limit does while another process, stopped perhaps, holds the append lock. */
class HeldAppendLockTest {
    private Multiprocessing session;
    private LogQueue<String> queue;

    @BeforeEach
    void holdTheLock() {
        session = Multiprocessing.open();
        queue = (LogQueue<String>) session.<String>queue();
        // This process is alive, so nobody frees the lock in its place.
        setLock(queue.log().context.slot() + 1);
    }

    @AfterEach
    void close() {
        setLock(0);
        session.close();
    }

    private void setLock(int word) {
        queue.log().counters.region().setIntVolatile(queue.log().counters.appendLock(), word);
    }

    @Test
    void aTimedOfferGivesUp() throws InterruptedException {
        assertThat(queue.offer("a", 50, MILLISECONDS)).isFalse();
        setLock(0);
        assertThat(queue.offer("a", 50, MILLISECONDS)).isTrue();
    }

    @Test
    void aTimedOfferAllGivesUp() throws InterruptedException {
        assertThat(queue.offerAll(List.of("a", "b"), 50, MILLISECONDS)).isZero();
        setLock(0);
        assertThat(queue.offerAll(List.of("a", "b"), 50, MILLISECONDS)).isEqualTo(2);
    }
}
