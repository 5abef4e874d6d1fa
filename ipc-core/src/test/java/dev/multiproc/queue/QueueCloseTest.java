package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

/** What is left of a queue after the session's end; after {@link SharedQueue#close()} see {@link QueueEndContract}. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class QueueCloseTest {
    private final Setting setting;

    private Multiprocessing session;
    private SharedQueue<String> queue;

    QueueCloseTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
        queue = setting.queue(session, "the queue");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static List<ThrowingCallable> calls(SharedQueue<String> queue) {
        return List.of(
                () -> queue.put("a"),
                () -> queue.add("a"),
                () -> queue.offer("a"),
                () -> queue.offer("a", 1, SECONDS),
                () -> queue.putAll(List.of("a")),
                queue::take,
                queue::poll,
                queue::remove,
                () -> queue.poll(1, SECONDS),
                () -> queue.drainTo(new ArrayList<>()),
                queue::peek,
                queue::element,
                queue::size,
                queue::isEmpty,
                queue::isFull,
                queue::remainingCapacity,
                queue::iterator,
                queue::shutdown,
                queue::isShutdown);
    }

    @Test
    void everyCallAfterTheSessionsEndThrows() {
        session.close();
        for (ThrowingCallable call : calls(queue)) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("closed");
        }
        assertThatIllegalStateException().isThrownBy(() -> session.queue());
        queue.close();
    }

    @Test
    void blockedCallsAreEndedByTheSessionsEnd() throws InterruptedException {
        SharedQueue<String> full = setting.queue(session, QueueOptions.bounded(1));
        full.put("a");
        List<Caller<?>> callers = List.of(Caller.of(queue::take), Caller.running(() -> full.put("b")));
        callers.forEach(Caller::awaitBlocked);
        session.close();
        for (Caller<?> caller : callers) {
            assertThat(caller.failure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
