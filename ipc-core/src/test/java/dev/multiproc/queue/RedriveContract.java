package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiproc.testing.Actor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link DeadLetterQueue#redrive()}: dead letters go back into their queue, as new items. */
interface RedriveContract extends QueueScene {
    private JoinableQueue<Object> withLetters(QueueOptions options, String... items) throws InterruptedException {
        JoinableQueue<Object> queue = mp().joinableQueue(options);
        for (String item : items) {
            queue.put(item);
            queue.receive().reject("because of " + item);
        }
        return queue;
    }

    @Test
    default void allGoToTheEndInTheirOrderAndAreNew() throws InterruptedException {
        JoinableQueue<Object> it = withLetters(QueueOptions.unbounded(), "a", "b");
        it.put(new byte[100_000]);
        it.receive().reject("too large");
        it.put("waits");
        DeadLetterQueue<Object> dead = it.deadLetters();
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        assertThat(bert().get(() -> it.deadLetters().redrive())).isEqualTo(3);
        assertThat(dead).isEmpty();
        assertThat(dead.redrive()).isZero();
        assertThat(it.size()).isEqualTo(4);
        it.receive().done();
        for (String item : List.of("a", "b")) {
            Delivery<Object> delivery = it.receive();
            assertThat(delivery.value()).isEqualTo(item);
            assertThat(delivery.deliveryCount()).isOne();
            delivery.done();
        }
        Delivery<Object> large = it.receive();
        assertThat((byte[]) large.value()).hasSize(100_000);
        large.done();
        joining.result();
    }

    @Test
    default void someAreChosen() throws InterruptedException {
        JoinableQueue<Object> it = withLetters(QueueOptions.unbounded(), "a", "b", "c", "d");
        DeadLetterQueue<Object> dead = it.deadLetters();
        AtomicInteger asked = new AtomicInteger();
        assertThat(dead.redrive(letter -> {
                    asked.incrementAndGet();
                    return List.of("b", "d").contains(letter.value().orElseThrow());
                }))
                .isEqualTo(2);
        assertThat(asked).hasValue(4);
        assertThat(it).containsExactly("b", "d");
        assertThat(dead.letters()).extracting(DeadLetter::reason).containsExactly("because of a", "because of c");
        DeadLetter<Object> c = dead.letters().get(1);
        assertThat(dead.redrive(c)).isTrue();
        assertThat(dead.redrive(c)).isFalse();
        assertThat(it).containsExactly("b", "d", "c");
        DeadLetter<Object> a = dead.takeLetter();
        assertThat(dead.redrive(a)).isFalse();
        assertThat(dead).isEmpty();
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> {
            it.receive().reject("again");
            dead.redrive(letter -> {
                throw new ArithmeticException();
            });
        });
        assertThat(dead).containsExactly("b");
        assertThat(dead.letters().get(0).reason()).isEqualTo("again");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> withLetters(QueueOptions.unbounded(), "x")
                        .deadLetters()
                        .redrive(dead.letters().get(0)));
    }

    @Test
    default void whatIsPutThereByHandAndWhatCannotBeReadGoToo() throws InterruptedException {
        SharedQueue<Object> it = mp().queue(QueueOptions.unbounded().withMaxDeliveries(1));
        it.deadLetters().put("by hand");
        it.put(new RefusedItem("x"));
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(it::take);
        assertThat(it.deadLetters().redrive()).isEqualTo(2);
        assertThat(it.take()).isEqualTo("by hand");
        assertThatExceptionOfType(UnreadableItemException.class).isThrownBy(it::take);
        assertThat(it.deadLetters().letters())
                .extracting(DeadLetter::cause)
                .containsExactly(DeadLetterCause.UNREADABLE);
    }

    @Test
    default void itWaitsForRoom() throws InterruptedException {
        JoinableQueue<Object> it = withLetters(QueueOptions.bounded(1), "a", "b", "c");
        DeadLetterQueue<Object> dead = it.deadLetters();
        assertThat(dead.redrive(letter -> true, Duration.ZERO)).isOne();
        assertThat(dead).containsExactly("b", "c");
        long begin = System.nanoTime();
        assertThat(dead.redrive(letter -> true, SHORT)).isZero();
        QueueScene.assertNotEarly(begin);
        Actor.Call<Integer> interrupted = anna().begin(() -> dead.redrive()).awaitAsleep();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        assertThat(dead).containsExactly("b", "c");
        Actor.Call<Integer> redriving =
                bert().begin(() -> it.deadLetters().redrive()).awaitAsleep();
        for (String item : List.of("a", "b", "c")) {
            assertThat(it.poll(10, SECONDS)).isEqualTo(item);
            it.taskDone();
        }
        assertThat(redriving.result()).isEqualTo(2);
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void intoAQueueThatIsShutDownNothingGoes() throws InterruptedException {
        JoinableQueue<Object> it = withLetters(QueueOptions.unbounded(), "a", "b");
        DeadLetterQueue<Object> dead = it.deadLetters();
        it.shutdown();
        assertThatExceptionOfType(QueueShutdownException.class)
                .isThrownBy(dead::redrive)
                .withMessageContaining(it.name());
        assertThat(dead).containsExactly("a", "b");
        assertThat(bert().failureOf(() -> dead.redrive(letter -> true))).isInstanceOf(QueueShutdownException.class);
        assertThat(dead.letters()).extracting(DeadLetter::itemId).containsExactly(0L, 1L);
    }

    @Test
    default void twoWhoRedriveAtTheSameTimeDoNotDoItTwice() throws InterruptedException {
        JoinableQueue<Object> it = mp().joinableQueue();
        int items = 50;
        for (int i = 0; i < items; i++) {
            it.deadLetters().put(i);
        }
        List<Actor.Call<Integer>> calls =
                List.of(bert().begin(() -> it.deadLetters().redrive()), carl().begin(() -> it.deadLetters()
                        .redrive()));
        int moved = 0;
        for (Integer count : QueueScene.results(calls)) {
            moved += count;
        }
        moved += it.deadLetters().redrive();
        assertThat(moved).isEqualTo(items);
        assertThat(it).hasSize(items).doesNotHaveDuplicates();
    }
}
