package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.Serializable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reasons that dead letters give; what else they are see {@link DeadLetterContract}. */
@ExtendWith(LeavesNothingBehind.class)
class DeadLetterTest {
    private static final int MAX_DELIVERIES = 2;

    /** An item that the session's filter refuses. */
    private record Refused(String text) implements Serializable {}

    private Multiprocessing session;
    private JoinableQueue<Object> queue;

    @BeforeEach
    void open() {
        session = Multiprocessing.open(
                Options.defaults().withDeserializationFilter("!" + Refused.class.getName() + ";*"));
        queue = session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(MAX_DELIVERIES));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void buryUnreadable(String text) throws InterruptedException {
        queue.put(new Refused(text));
        for (int i = 0; i < MAX_DELIVERIES; i++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(queue::receive);
        }
    }

    @Test
    void theReasonIsASentenceForPeople() throws InterruptedException {
        queue.put("poison");
        for (int i = 0; i < MAX_DELIVERIES; i++) {
            queue.receive().retry();
        }
        assertThat(queue.deadLetters().takeLetter().reason()).contains("gave it back");
        buryUnreadable("x");
        assertThat(queue.deadLetters().takeLetter().reason())
                .contains("cannot be read")
                .contains(Refused.class.getName());
    }

    @Test
    void aReasonOfAnyLengthIsKeptAsFarAsThereIsRoom() throws InterruptedException {
        buryUnreadable("x".repeat(50_000));
        assertThat(queue.deadLetters().letters().get(0).reason()).hasSizeBetween(10, 1_000);
    }
}
