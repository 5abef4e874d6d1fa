package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.testing.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link JoinableQueue#receive()} and what can be done with a {@link Delivery}. */
interface DeliveryContract extends QueueScene {
    /** What a process holds between two orders. */
    final class Held {
        private static volatile Delivery<String> delivery;

        private Held() {}

        static void receive(JoinableQueue<String> queue) throws InterruptedException {
            delivery = queue.receive();
        }

        /** No longer held: what a class's last session had is to be garbage when it is closed. */
        static Delivery<String> release() {
            Delivery<String> released = delivery;
            delivery = null;
            return released;
        }
    }

    @Test
    default void doneFinishesTheItem() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        bert().run(() -> it.put("a"));
        try (Delivery<String> delivery = it.receive()) {
            assertThat(delivery.value()).isEqualTo("a");
            assertThat(delivery.deliveryCount()).isEqualTo(1);
            assertThat(delivery.id()).isZero();
            assertThat(it.join(0, SECONDS)).isFalse();
            delivery.done();
            assertThat(it.join(0, SECONDS)).isTrue();
        }
        assertThat(it.size()).isZero();
        assertThat(it.unfinished()).isZero();
    }

    @Test
    default void idsCountTheItemsOfAQueueFromZero() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        for (int i = 0; i < 6; i++) {
            it.put("x");
            assertThat((i % 2 == 0 ? anna() : bert()).get(() -> {
                        try (Delivery<String> delivery = it.receive()) {
                            delivery.done();
                            return delivery.id();
                        }
                    }))
                    .isEqualTo(i);
        }
    }

    @Test
    default void leavingTheTryBlockWithoutDoneGivesTheItemBack() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        assertThat(bert().failureOf(() -> {
                    try (Delivery<String> delivery = it.receive()) {
                        throw new ArithmeticException(delivery.value());
                    }
                }))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("a");
        assertThat(it).containsExactly("a", "b");
        assertThat(it.unfinished()).isEqualTo(2);
    }

    @Test
    default void anItemThatWasGivenBackIsFirstInLineAndKeepsItsNumber() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b", "c"));
        bert().run(() -> Held.receive(it));
        Delivery<String> b = it.receive();
        b.retry();
        bert().run(() -> Held.release().retry());
        assertThat(it.size()).isEqualTo(3);
        assertThat(it.peek()).isEqualTo("a");
        assertThat(it).containsExactly("a", "b", "c");
        Delivery<String> again = it.receive();
        assertThat(again.value()).isEqualTo("a");
        assertThat(again.id()).isZero();
        assertThat(again.deliveryCount()).isEqualTo(2);
        assertThat(it.take()).isEqualTo("b");
        assertThat(it.take()).isEqualTo("c");
    }

    @Test
    default void anItemIsSettledOnce() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Delivery<String> a = it.receive();
        a.done();
        assertThatIllegalStateException().isThrownBy(a::done);
        assertThatIllegalStateException().isThrownBy(a::retry);
        a.close();
        Delivery<String> b = it.receive();
        b.retry();
        assertThatIllegalStateException().isThrownBy(b::done);
        assertThatIllegalStateException().isThrownBy(b::retry);
        b.close();
        assertThat(it).containsExactly("b");
        assertThat(it.unfinished()).isEqualTo(1);
    }

    @Test
    default void whatWasGivenBackIsNoLongerTheirsWhoHadIt() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        Delivery<String> first = it.receive();
        first.retry();
        bert().run(() -> Held.receive(it));
        assertThatIllegalStateException().isThrownBy(first::done);
        assertThatIllegalStateException().isThrownBy(first::retry);
        first.close();
        assertThat(it.unfinished()).isEqualTo(1);
        bert().run(() -> Held.release().done());
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void anotherThreadOfTheProcessMaySettleIt() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Delivery<String> a = anna().get(() -> it.receive());
        a.retry();
        anna().<Delivery<String>>get(() -> it.receive()).done();
        assertThat(it).containsExactly("b");
    }

    @Test
    default void taskDoneHasNothingToDoWithDeliveries() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Delivery<String> a = it.receive();
        assertThatIllegalStateException().isThrownBy(it::taskDone);
        it.take();
        it.taskDone();
        assertThatIllegalStateException().isThrownBy(it::taskDone);
        assertThat(it.unfinished()).isEqualTo(1);
        a.done();
        assertThat(it.unfinished()).isZero();
    }

    @Test
    default void aBlockedReceiveGetsWhatIsGivenBack() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        Delivery<String> first = it.receive();
        Actor.Call<Integer> receiving =
                bert().begin(() -> it.receive().deliveryCount()).awaitAsleep();
        first.retry();
        assertThat(receiving.result()).isEqualTo(2);
    }

    @Test
    default void whoIsBlockedHereGetsWhatIsGivenBackElsewhere() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.put("a");
        bert().run(() -> Held.receive(it));
        Actor.Call<String> taking = anna().begin(() -> it.take()).awaitAsleep();
        bert().run(() -> Held.release().close());
        assertThat(taking.result()).isEqualTo("a");
    }

    @Test
    default void receiveWithALimitGivesNothingAndIsNeverEarly() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        long begin = System.nanoTime();
        assertThat(it.receive(SHORT.toMillis(), MILLISECONDS)).isNull();
        QueueScene.assertNotEarly(begin);
        assertThat(it.receive(0, SECONDS)).isNull();
        assertThat(it.receive(-1, SECONDS)).isNull();
        it.put("a");
        it.receive(-1, SECONDS).done();
        Actor.Call<String> receiving =
                bert().begin(() -> it.receive(Long.MAX_VALUE, SECONDS).value()).awaitAsleep();
        it.put("b");
        assertThat(receiving.result()).isEqualTo("b");
    }

    @Test
    default void itemsAreSettledInAnyOrder() throws InterruptedException {
        JoinableQueue<Integer> it = mp().joinableQueue();
        int count = 400;
        it.putAll(IntStream.range(0, count).boxed().toList());
        List<Delivery<Integer>> deliveries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            deliveries.add(it.receive());
        }
        for (int i = count - 1; i >= 0; i--) {
            if (i % 2 == 0) {
                deliveries.get(i).done();
            } else {
                deliveries.get(i).retry();
            }
        }
        assertThat(it.unfinished()).isEqualTo(count / 2);
        List<Integer> left = bert().get(() -> {
            List<Integer> drained = new ArrayList<>();
            it.drainTo(drained);
            drained.forEach(item -> it.taskDone());
            return drained;
        });
        assertThat(left).hasSize(count / 2).isSorted().allMatch(i -> i % 2 == 1);
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void afterMaxDeliveriesTheItemIsADeadLetterAndJoinCountsItAsDone() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(3));
        it.putAll(List.of("poison", "good"));
        Actor.Call<Boolean> joining = carl().beginTo(() -> it.join()).awaitAsleep();
        for (int count = 1; count <= 3; count++) {
            assertThat(it.deadLetters()).isEmpty();
            assertThat((count % 2 == 0 ? anna() : bert()).get(() -> {
                        try (Delivery<String> delivery = it.receive()) {
                            return delivery.value() + delivery.deliveryCount();
                        }
                    }))
                    .isEqualTo("poison" + count);
        }
        assertThat(it.deadLetters()).containsExactly("poison");
        assertThat(it).containsExactly("good");
        assertThat(it.unfinished()).isEqualTo(1);
        it.receive().done();
        joining.result();
        assertThat(it.deadLetters().take()).isEqualTo("poison");
    }

    @Test
    default void withOneDeliveryWhatIsGivenBackIsADeadLetterAtOnce() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue(QueueOptions.unbounded().withMaxDeliveries(1));
        it.putAll(List.of("a", "b"));
        bert().run(() -> it.receive().retry());
        assertThat(it).containsExactly("b");
        assertThat(it.deadLetters()).containsExactly("a");
        it.receive().done();
        assertThat(it.deadLetters()).containsExactly("a");
        assertThat(it.join(0, SECONDS)).isTrue();
    }

    @Test
    default void aDeliveryOutlivesTheShutdownOfItsQueue() throws InterruptedException {
        JoinableQueue<String> it = mp().joinableQueue();
        it.putAll(List.of("a", "b"));
        Delivery<String> a = it.receive();
        Delivery<String> b = it.receive();
        bert().run(() -> it.shutdown());
        a.done();
        b.retry();
        assertThat(it).containsExactly("b");
        assertThat(bert().<String>get(() -> QueueKind.takeAndFinish(it))).isEqualTo("b");
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(it::receive);
    }
}
