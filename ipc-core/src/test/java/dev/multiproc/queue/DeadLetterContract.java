package dev.multiproc.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.testing.Actor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SharedQueue#deadLetters()}: what a letter says of itself, and that it stays until somebody takes it. */
interface DeadLetterContract extends QueueScene {
    int DELIVERIES = 2;

    private JoinableQueue<Object> joinable() {
        return mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(DELIVERIES));
    }

    private static void bury(JoinableQueue<Object> queue, Object item) throws InterruptedException {
        queue.put(item);
        for (int i = 0; i < DELIVERIES; i++) {
            queue.receive().retry();
        }
    }

    private static void buryUnreadable(SharedQueue<Object> queue, RefusedItem item) throws InterruptedException {
        queue.put(item);
        for (int i = 0; i < DELIVERIES; i++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(queue::take);
        }
    }

    @Test
    default void aLetterSaysWhatItWasAndWhyItDied() throws InterruptedException {
        JoinableQueue<Object> it = joinable();
        it.put("before");
        it.receive().done();
        bert().run(() -> bury(it, "poison"));
        DeadLetter<Object> letter = it.deadLetters().pollLetter();
        assertThat(letter.value()).hasValue("poison");
        assertThat(letter.bytes()).isEqualTo("poison".getBytes(ISO_8859_1));
        assertThat(letter.typeName()).isEqualTo("java.lang.String");
        assertThat(letter.reason()).isNotEmpty();
        assertThat(letter.deliveryCount()).isEqualTo(DELIVERIES);
        assertThat(letter.itemId()).isEqualTo(1);
        assertThat(it.deadLetters().pollLetter()).isNull();
        assertThat(it.deadLetters()).isEmpty();
    }

    @Test
    default void aLetterSaysForWhichKindOfReasonAndWhen() throws InterruptedException {
        JoinableQueue<Object> it = joinable();
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        bury(it, "given back");
        bert().run(() -> buryUnreadable(it, new RefusedItem("unreadable")));
        it.put("rejected");
        bert().run(() -> it.receive().reject("no such customer"));
        it.deadLetters().put("by hand");
        List<DeadLetter<Object>> letters = it.deadLetters().letters();
        assertThat(letters)
                .extracting(DeadLetter::cause)
                .containsExactly(
                        DeadLetterCause.GIVEN_BACK,
                        DeadLetterCause.UNREADABLE,
                        DeadLetterCause.REJECTED,
                        DeadLetterCause.PUT_BY_HAND);
        assertThat(letters.get(1).reason()).contains("type=" + RefusedItem.class.getName());
        assertThat(letters.get(2).reason()).isEqualTo("no such customer");
        assertThat(letters.get(3).time()).isEmpty();
        assertThat(letters.get(3).putTime()).isEmpty();
        for (DeadLetter<Object> letter : letters.subList(0, 3)) {
            assertThat(letter.time().orElseThrow()).isBetween(begin, Instant.now());
            // To the second, and as of the last tick.
            assertThat(letter.putTime().orElseThrow()).isBetween(begin.minusSeconds(10), Instant.now());
        }
        assertThat(letters.get(2).toString()).contains("REJECTED", "no such customer", "item=2");
    }

    @Test
    default void aRejectedItemIsADeadLetterAtOnceAndFinished() throws InterruptedException {
        JoinableQueue<Object> it = joinable();
        it.putAll(List.of("a", "b"));
        Actor.Call<Boolean> joining = bert().beginTo(() -> it.join()).awaitAsleep();
        Delivery<Object> a = it.receive();
        a.reject("x".repeat(5_000) + "\u00fc");
        assertThat(it.deadLetters()).containsExactly("a");
        assertThat(it).containsExactly("b");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> a.reject("again"));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(a::done);
        a.close();
        DeadLetter<Object> letter = it.deadLetters().takeLetter();
        assertThat(letter.reason()).isEqualTo("x".repeat(1_000));
        assertThat(letter.deliveryCount()).isOne();
        Delivery<Object> b = it.receive();
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> b.reject(null));
        b.done();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> b.reject("late"));
        joining.result();
        assertThat(it.deadLetters()).isEmpty();
    }

    @Test
    default void theReasonOfTheLastRetryIsThatOfTheLetter() throws InterruptedException {
        JoinableQueue<Object> it = joinable();
        it.put("a");
        it.receive().retry("the first time");
        bert().run(() -> it.receive().retry("no connection"));
        DeadLetter<Object> letter = it.deadLetters().takeLetter();
        assertThat(letter.reason()).isEqualTo("no connection");
        assertThat(letter.cause()).isEqualTo(DeadLetterCause.GIVEN_BACK);
        assertThat(letter.deliveryCount()).isEqualTo(DELIVERIES);
    }

    @ParameterizedTest
    @EnumSource
    default void aLetterThatCannotBeReadStaysHoweverOftenItIsTakenAndCanBeHadAsALetter(QueueKind kind)
            throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp(), QueueOptions.unbounded().withMaxDeliveries(DELIVERIES));
        bert().run(() -> buryUnreadable(it, new RefusedItem("x")));
        DeadLetterQueue<Object> dead = it.deadLetters();
        for (int i = 0; i < 2 * 255; i++) {
            assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(dead::poll);
        }
        assertThat(bert().failureOf(() -> dead.take())).isInstanceOf(UnreadableItemException.class);
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(() -> dead.drainTo(new ArrayList<>()));
        assertThat(dead.size()).isOne();
        assertThat(dead.letters()).hasSize(1);
        DeadLetter<Object> letter = dead.takeLetter();
        assertThat(letter.value()).isEmpty();
        assertThat(letter.bytes()).isEqualTo(new DefaultCodec().encode(new RefusedItem("x")));
        assertThat(letter.typeName()).isEqualTo(RefusedItem.class.getName());
        assertThat(letter.reason()).contains(RefusedItem.class.getName());
        assertThat(letter.deliveryCount()).isEqualTo(DELIVERIES);
        assertThat(dead.size()).isZero();
    }

    @Test
    default void lettersAreCopiesInTheirOrderAndStay() throws InterruptedException {
        JoinableQueue<Object> it = joinable();
        bury(it, "a");
        bert().run(() -> buryUnreadable(it, new RefusedItem("b")));
        bury(it, new byte[100_000]);
        DeadLetterQueue<Object> dead = it.deadLetters();
        for (int i = 0; i < 2; i++) {
            List<DeadLetter<Object>> letters = dead.letters();
            assertThat(letters).extracting(DeadLetter::itemId).containsExactly(0L, 1L, 2L);
            assertThat(letters).extracting(letter -> letter.value().isPresent()).containsExactly(true, false, true);
            assertThat(letters.get(2).bytes()).hasSize(100_000);
        }
        assertThat(dead.size()).isEqualTo(3);
    }

    @Test
    default void whatSomebodyPutsThereHimselfIsALetterToo() throws InterruptedException {
        DeadLetterQueue<Object> dead = joinable().deadLetters();
        bert().run(() -> dead.put("by hand"));
        DeadLetter<Object> letter = dead.pollLetter(1, SECONDS);
        assertThat(letter.value()).hasValue("by hand");
        assertThat(letter.deliveryCount()).isZero();
        assertThat(letter.reason()).isNotEmpty();
    }

    @Test
    default void waitingForALetterIsAsWaitingForAnItem() throws InterruptedException {
        JoinableQueue<Object> it = joinable();
        DeadLetterQueue<Object> dead = it.deadLetters();
        assertThat(dead.pollLetter()).isNull();
        assertThat(dead.pollLetter(0, SECONDS)).isNull();
        long begin = System.nanoTime();
        assertThat(dead.pollLetter(SHORT.toMillis(), MILLISECONDS)).isNull();
        QueueScene.assertNotEarly(begin);
        Actor.Call<Object> taking =
                bert().begin(() -> dead.takeLetter().value().orElseThrow()).awaitAsleep();
        bury(it, "late");
        assertThat(taking.result()).isEqualTo("late");
        Actor.Call<Boolean> blocked = bert().beginTo(() -> dead.takeLetter()).awaitAsleep();
        dead.shutdown();
        QueueScene.assertToldOfShutdown(blocked);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(dead::takeLetter);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(dead::pollLetter);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(() -> dead.pollLetter(1, SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    default void theQueueOfDeadLettersIsTheSameForAllAndHasNoneOfItsOwn(QueueKind kind) throws InterruptedException {
        SharedQueue<Object> it = kind.queue(mp());
        DeadLetterQueue<Object> dead = it.deadLetters();
        assertThat(it.deadLetters()).isSameAs(dead);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(dead::deadLetters);
        bert().run(() -> it.deadLetters().put("from elsewhere"));
        assertThat(dead).containsExactly("from elsewhere");
        SharedQueue<Object> carrier = kind.queue(mp());
        carrier.put(dead);
        assertThat(carrier.take()).isSameAs(dead);
    }
}
