package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items that cannot be written, and items that cannot be read. */
@ExtendWith(LeavesNothingBehind.class)
class UnreadableItemTest {
    private static final int MAX_DELIVERIES = 3;
    private static final QueueOptions OPTIONS = QueueOptions.unbounded().withMaxDeliveries(MAX_DELIVERIES);

    /** An item that the session's filter refuses. */
    private record Refused(String text) implements Serializable {}

    /** An item with a field that cannot be written. */
    private record Stubborn(Object field) implements Serializable {}

    private Multiprocessing session;

    @BeforeEach
    void open() {
        session = Multiprocessing.open(
                Options.defaults().withDeserializationFilter("!" + Refused.class.getName() + ";*"));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void anItemThatCannotBeWrittenLeavesTheQueueAsItWas() throws InterruptedException {
        JoinableQueue<Object> queue = session.joinableQueue(2);
        queue.put("a");
        Object bad = new Stubborn(new Object());
        assertThatIllegalArgumentException().isThrownBy(() -> queue.put(bad)).withMessageContaining("field");
        assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(bad));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.add(bad));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(bad, 1, SECONDS));
        assertThat(queue).containsExactly("a");
        assertThat(queue.unfinished()).isEqualTo(1);
        queue.put("b");
        assertThat(queue).containsExactly("a", "b");
    }

    @Test
    void everyWayToTakeNamesTheTypeAndGivesTheItemBack() {
        JoinableQueue<Object> queue =
                session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(255));
        queue.add(new Refused("x"));
        List<Callable<Object>> ways = List.of(
                queue::take,
                queue::poll,
                queue::remove,
                () -> queue.poll(1, SECONDS),
                queue::receive,
                () -> queue.receive(1, SECONDS),
                () -> queue.drainTo(new ArrayList<>()),
                queue::peek,
                queue::element,
                queue::iterator);
        for (Callable<Object> way : ways) {
            UnreadableItemException thrown = catchThrowableOfType(UnreadableItemException.class, way::call);
            assertThat(thrown.typeName()).isEqualTo(Refused.class.getName());
            assertThat(thrown).hasMessageContaining(queue.name()).hasMessageContaining(Refused.class.getName());
            assertThat(queue.size()).isEqualTo(1);
            assertThat(queue.unfinished()).isEqualTo(1);
        }
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(queue::taskDone);
    }

    @Test
    void pastTheLimitItIsADeadLetterAndOthersFlowOn() throws InterruptedException {
        SharedQueue<Object> queue = session.queue(OPTIONS);
        queue.putAll(List.of("before", new Refused("x"), "after"));
        assertThat(queue.take()).isEqualTo("before");
        for (int delivery = 1; delivery <= MAX_DELIVERIES; delivery++) {
            assertThat(queue.deadLetters().size()).isZero();
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(queue::take);
        }
        assertThat(queue.take()).isEqualTo("after");
        assertThat(queue.size()).isZero();
        assertThat(queue.deadLetters().size()).isEqualTo(1);
    }

    @Test
    void drainToHandsOverTheOthersAndThenThrows() {
        SharedQueue<Object> queue = session.queue(OPTIONS);
        queue.addAll(List.of("before", new Refused("x"), "after"));
        List<Object> target = new ArrayList<>();
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(() -> queue.drainTo(target));
        assertThat(target).containsExactly("before", "after");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void joinCountsADeadLetterAsDone() throws InterruptedException {
        JoinableQueue<Object> queue = session.joinableQueue(OPTIONS);
        queue.put(new Refused("x"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        for (int delivery = 1; delivery <= MAX_DELIVERIES; delivery++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(queue::receive);
        }
        joiner.result();
        assertThat(queue.unfinished()).isZero();
        assertThat(queue.deadLetters().size()).isEqualTo(1);
    }
}
