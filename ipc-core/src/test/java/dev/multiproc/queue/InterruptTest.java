package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How calls answer an interrupt. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(
        value = Options.WaitStrategy.class,
        names = {"AUTO", "SOCKET"})
class InterruptTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int PAGE_BYTES = 32 * 1024;
    /** More than a file of the log, so that pages and files have to be made. */
    private static final int MANY = 1_500;

    private final Options.WaitStrategy strategy;

    private Multiprocessing session;
    private JoinableQueue<String> full;
    private JoinableQueue<String> empty;

    InterruptTest(Options.WaitStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void open() throws InterruptedException {
        session = Multiprocessing.open(Options.defaults().withWaitStrategy(strategy));
        full = session.joinableQueue(1);
        full.put("a");
        empty = session.joinableQueue();
    }

    @AfterEach
    void close() {
        // An interrupt that a test has left would cut the close short.
        Thread.interrupted();
        session.close();
    }

    private Map<String, Caller.Action> blockingCalls() {
        Map<String, Caller.Action> calls = new LinkedHashMap<>();
        calls.put("put", () -> full.put("b"));
        calls.put("timed offer", () -> full.offer("b", 1_000, SECONDS));
        calls.put("putAll", () -> full.putAll(List.of("b", "c")));
        calls.put("offerAll", () -> full.offerAll(List.of("b", "c"), 1_000, SECONDS));
        calls.put("join", full::join);
        calls.put("timed join", () -> full.join(1_000, SECONDS));
        calls.put("take", empty::take);
        calls.put("timed poll", () -> empty.poll(1_000, SECONDS));
        calls.put("receive", empty::receive);
        calls.put("timed receive", () -> empty.receive(1_000, SECONDS));
        return calls;
    }

    private void assertQueuesAreWhole() throws InterruptedException {
        assertThat(full).containsExactly("a");
        assertThat(empty).isEmpty();
        Caller<String> taker = Caller.of(empty::take).awaitBlocked();
        empty.put("x");
        assertThat(taker.result()).isEqualTo("x");
        Caller<Void> putter = Caller.running(() -> full.put("y")).awaitBlocked();
        assertThat(full.take()).isEqualTo("a");
        putter.result();
        assertThat(full.take()).isEqualTo("y");
    }

    @Test
    void everyBlockedCallEndsSoonAndChangesNothing() throws InterruptedException {
        for (Map.Entry<String, Caller.Action> call : blockingCalls().entrySet()) {
            Caller<Void> caller = Caller.running(call.getValue()).awaitBlocked();
            long begin = System.nanoTime();
            caller.interrupt();
            assertThat(caller.failure()).as(call.getKey()).isInstanceOf(InterruptedException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as(call.getKey())
                    .isLessThan(LIMIT);
        }
        assertQueuesAreWhole();
    }

    @Test
    void oneOfManyBlockedThreadsIsInterruptedAndNoOther() throws InterruptedException {
        List<Caller<String>> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            takers.add(Caller.of(empty::take));
        }
        takers.forEach(Caller::awaitBlocked);
        takers.get(1).interrupt();
        assertThat(takers.get(1).failure()).isInstanceOf(InterruptedException.class);
        empty.putAll(List.of("a", "b", "c"));
        List<String> taken = new ArrayList<>();
        for (int i : new int[] {0, 2, 3}) {
            taken.add(takers.get(i).result());
        }
        assertThat(taken).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aCallThatMayBlockThrowsAtOnceIfTheFlagIsSet() throws InterruptedException {
        Map<String, Caller.Action> calls = blockingCalls();
        calls.put("put with room", () -> empty.put("b"));
        calls.put("timed offer with room", () -> empty.offer("b", 1, SECONDS));
        calls.put("putAll with room", () -> empty.putAll(List.of("b")));
        calls.put("take of an item", full::take);
        calls.put("timed poll of an item", () -> full.poll(1, SECONDS));
        calls.put("receive of an item", full::receive);
        calls.put("join of a finished queue", empty::join);
        for (Map.Entry<String, Caller.Action> call : calls.entrySet()) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class)
                    .as(call.getKey())
                    .isThrownBy(call.getValue()::run);
            assertThat(Thread.interrupted()).as(call.getKey()).isFalse();
        }
        assertQueuesAreWhole();
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
