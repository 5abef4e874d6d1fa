package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SharedQueue#shutdown()} inside one process. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class QueueShutdownTest {
    private final Setting setting;

    private Multiprocessing session;
    private SharedQueue<String> queue;

    QueueShutdownTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
        queue = setting.queue(session, QueueOptions.bounded(2));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static void assertShutDown(ThrowingCallable call) {
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(call);
    }

    @Test
    void everyPutThrows() {
        assertThat(queue.isShutdown()).isFalse();
        queue.shutdown();
        assertThat(queue.isShutdown()).isTrue();
        assertShutDown(() -> queue.put("a"));
        assertShutDown(() -> queue.add("a"));
        assertShutDown(() -> queue.offer("a"));
        assertShutDown(() -> queue.offer("a", 1, SECONDS));
        assertShutDown(() -> queue.putAll(List.of("a")));
        assertShutDown(() -> queue.offerAll(List.of("a"), 1, SECONDS));
        assertThat(queue.size()).isZero();
    }

    @Test
    void everyTakeDrainsAndThenThrows() throws InterruptedException {
        queue.putAll(List.of("a", "b"));
        queue.shutdown();
        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.poll(1, SECONDS)).isEqualTo("b");
        assertShutDown(queue::take);
        assertShutDown(queue::poll);
        assertShutDown(queue::remove);
        assertShutDown(() -> queue.poll(1, SECONDS));
        assertThat(queue.drainTo(new ArrayList<>())).isZero();
        assertThat(queue).isEmpty();
    }

    @Test
    void aSecondShutdownDoesNothing() {
        queue.add("a");
        queue.shutdown();
        queue.shutdown();
        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void blockedTakersAreWoken() throws InterruptedException {
        List<Caller<String>> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            takers.add(Caller.of(i % 2 == 0 ? queue::take : () -> queue.poll(Long.MAX_VALUE, SECONDS)));
        }
        takers.forEach(Caller::awaitBlocked);
        queue.shutdown();
        for (Caller<String> taker : takers) {
            assertThat(taker.failure()).isInstanceOf(QueueShutdownException.class);
        }
    }

    @Test
    void blockedPuttersAreWoken() throws InterruptedException {
        queue.putAll(List.of("a", "b"));
        List<Caller<?>> putters = List.of(
                Caller.running(() -> queue.put("c")),
                Caller.of(() -> queue.offer("d", Long.MAX_VALUE, SECONDS)),
                Caller.running(() -> queue.putAll(List.of("e", "f"))));
        putters.forEach(Caller::awaitBlocked);
        queue.shutdown();
        for (Caller<?> putter : putters) {
            assertThat(putter.failure()).isInstanceOf(QueueShutdownException.class);
        }
        assertThat(queue).containsExactly("a", "b");
    }

    /** A put that is under way while the queue is shut down must not leave an item behind that nobody will take. */
    @Test
    void anItemThatWasPutIsTakenOrThePutThrows() throws InterruptedException {
        for (int round = 0; round < 30; round++) {
            SharedQueue<String> fresh = setting.queue(session, QueueOptions.unbounded());
            Caller<Boolean> putter = Caller.of(() -> isPut(fresh));
            while (putter.isStarting()) {
                Thread.onSpinWait();
            }
            fresh.shutdown();
            int taken = takeAll(fresh);
            assertThat(taken).as("items taken, round %d", round).isEqualTo(putter.result() ? 1 : 0);
        }
    }

    private static boolean isPut(SharedQueue<String> queue) throws InterruptedException {
        try {
            queue.put("a");
            return true;
        } catch (QueueShutdownException e) {
            return false;
        }
    }

    private static int takeAll(SharedQueue<String> queue) throws InterruptedException {
        int count = 0;
        try {
            while (true) {
                queue.take();
                count++;
            }
        } catch (QueueShutdownException e) {
            return count;
        }
    }
}
