package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts where the log makes pages and files; how calls answer one see {@link QueueInterruptContract}. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
class InterruptTest {
    private static final int PAGE_BYTES = 32 * 1024;
    /** More than a file of the log, so that pages and files have to be made. */
    private static final int MANY = 1_500;

    private final Options.WaitStrategy strategy;

    private Multiprocessing session;

    InterruptTest(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void open() {
        session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
    }

    @AfterEach
    void close() {
        // An interrupt that a test has left would cut the close short.
        Thread.interrupted();
        session.close();
    }

    /** Chronicle closes its files when a thread in it is interrupted; and a new page, or file, may be needed at any put. */
    @Test
    void callsThatDoNotBlockWorkAndKeepTheFlag() throws InterruptedException {
        JoinableQueue<byte[]> queue = session.joinableQueue();
        Thread.currentThread().interrupt();
        for (int i = 0; i < MANY; i++) {
            assertThat(queue.offer(item(i, PAGE_BYTES))).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(queue.size()).isEqualTo(MANY);
        assertThat(queue.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
        for (int i = 0; i < MANY; i++) {
            assertThat(queue.peek()).isEqualTo(item(i, PAGE_BYTES));
            assertThat(queue.poll()).isEqualTo(item(i, PAGE_BYTES));
            queue.taskDone();
        }
        assertThat(queue.unfinished()).isZero();
        assertThat(Thread.interrupted()).isTrue();
        queue.put(item(1, 1));
        assertThat(queue.take()).isEqualTo(item(1, 1));
    }

    @Test
    void largeItemsAndDrainToKeepTheFlagToo() throws InterruptedException {
        JoinableQueue<byte[]> queue = session.joinableQueue();
        Thread.currentThread().interrupt();
        for (int i = 0; i < 20; i++) {
            queue.add(item(i, 100_000));
        }
        assertThat(queue.iterator().next()).isEqualTo(item(0, 100_000));
        List<byte[]> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained)).isEqualTo(20);
        assertThat(drained.get(19)).isEqualTo(item(19, 100_000));
        queue.shutdown();
        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(queue::take);
    }

    private static byte[] item(int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }
}
