package dev.multiproc.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.testing.LeavesNothingBehind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a dead letter says of itself, and that it stays until somebody takes it as a letter. */
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

    private void deadLetter(Object item) throws InterruptedException {
        queue.put(item);
        for (int i = 0; i < MAX_DELIVERIES; i++) {
            queue.receive().retry();
        }
    }

    private Refused deadLetterUnreadable(String text) throws InterruptedException {
        Refused item = new Refused(text);
        queue.put(item);
        for (int i = 0; i < MAX_DELIVERIES; i++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(queue::receive);
        }
        return item;
    }

    @Test
    void aLetterSaysWhatItWasAndWhyItDied() throws InterruptedException {
        queue.put("before");
        queue.take();
        queue.taskDone();
        deadLetter("poison");
        DeadLetter<Object> letter = queue.deadLetters().pollLetter();
        assertThat(letter.value()).hasValue("poison");
        assertThat(letter.bytes()).isEqualTo("poison".getBytes(ISO_8859_1));
        assertThat(letter.typeName()).isEqualTo("java.lang.String");
        assertThat(letter.reason()).contains("gave it back");
        assertThat(letter.deliveryCount()).isEqualTo(MAX_DELIVERIES);
        assertThat(letter.itemId()).isEqualTo(1);
        assertThat(queue.deadLetters().pollLetter()).isNull();
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void oneThatCannotBeReadStaysHoweverOftenItIsTakenAndCanBeHadAsBytes() throws InterruptedException {
        Refused item = deadLetterUnreadable("x");
        DeadLetterQueue<Object> dead = queue.deadLetters();
        for (int i = 0; i < 300; i++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(dead::poll);
        }
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(dead::take);
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(() -> dead.drainTo(new ArrayList<>()));
        assertThat(dead.size()).isOne();
        assertThat(dead.letters()).hasSize(1);
        DeadLetter<Object> letter = dead.takeLetter();
        assertThat(letter.value()).isEmpty();
        assertThat(letter.bytes()).isEqualTo(new DefaultCodec().encode(item));
        assertThat(letter.typeName()).isEqualTo(Refused.class.getName());
        assertThat(letter.reason()).contains("cannot be read").contains(Refused.class.getName());
        assertThat(letter.deliveryCount()).isEqualTo(MAX_DELIVERIES);
        assertThat(dead.size()).isZero();
    }

    @Test
    void lettersAreCopiesInTheirOrderAndStay() throws InterruptedException {
        deadLetter("a");
        deadLetterUnreadable("b");
        deadLetter(new byte[100_000]);
        DeadLetterQueue<Object> dead = queue.deadLetters();
        for (int i = 0; i < 2; i++) {
            List<DeadLetter<Object>> letters = dead.letters();
            assertThat(letters).extracting(DeadLetter::itemId).containsExactly(0L, 1L, 2L);
            assertThat(letters).extracting(letter -> letter.value().isPresent()).containsExactly(true, false, true);
            assertThat(letters.get(2).bytes()).hasSize(100_000);
        }
        assertThat(dead.size()).isEqualTo(3);
    }

    @Test
    void whatSomebodyPutsThereHimselfIsALetterToo() throws InterruptedException {
        DeadLetterQueue<Object> dead = queue.deadLetters();
        dead.put("by hand");
        DeadLetter<Object> letter = dead.pollLetter(1, SECONDS);
        assertThat(letter.value()).hasValue("by hand");
        assertThat(letter.deliveryCount()).isZero();
        assertThat(letter.reason()).isNotEmpty();
    }

    @Test
    void waitingForALetterIsAsWaitingForAnItem() throws InterruptedException {
        DeadLetterQueue<Object> dead = queue.deadLetters();
        assertThat(dead.pollLetter()).isNull();
        assertThat(dead.pollLetter(20, MILLISECONDS)).isNull();
        Caller<DeadLetter<Object>> taker = Caller.of(dead::takeLetter).awaitBlocked();
        deadLetter("late");
        assertThat(taker.result().value()).hasValue("late");
        dead.shutdown();
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(dead::takeLetter);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(dead::pollLetter);
    }

    @Test
    void deadLettersHaveNoneOfTheirOwn() {
        DeadLetterQueue<Object> dead = queue.deadLetters();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(dead::deadLetters);
        assertThat(queue.deadLetters()).isSameAs(dead);
    }

    @Test
    void aReasonOfAnyLengthIsKeptAsFarAsThereIsRoom() throws InterruptedException {
        JoinableQueue<Object> it = queue;
        it.put(new Refused("x".repeat(50_000)));
        for (int i = 0; i < MAX_DELIVERIES; i++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(it::receive);
        }
        assertThat(it.deadLetters().letters().get(0).reason()).hasSizeBetween(10, 1_000);
    }
}
