package dev.multiproc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link JoinableQueue#receive()} and what can be done with a {@link Delivery}, inside one process. */
@ExtendWith(LeavesNothingBehind.class)
class DeliveryTest {
    private Multiprocessing session;
    private JoinableQueue<String> queue;

    @BeforeEach
    void open() {
        session = Multiprocessing.open();
        queue = session.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(3));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void doneFinishesTheItem() throws InterruptedException {
        queue.put("a");
        try (Delivery<String> delivery = queue.receive()) {
            assertThat(delivery.value()).isEqualTo("a");
            assertThat(delivery.deliveryCount()).isEqualTo(1);
            assertThat(delivery.id()).isZero();
            assertThat(queue.join(0, SECONDS)).isFalse();
            delivery.done();
            assertThat(queue.join(0, SECONDS)).isTrue();
        }
        assertThat(queue.size()).isZero();
        assertThat(queue.unfinished()).isZero();
    }

    @Test
    void leavingTheTryBlockWithoutDoneGivesTheItemBack() throws InterruptedException {
        queue.putAll(List.of("a", "b"));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> {
            try (Delivery<String> delivery = queue.receive()) {
                throw new ArithmeticException(delivery.value());
            }
        });
        assertThat(queue).containsExactly("a", "b");
        assertThat(queue.unfinished()).isEqualTo(2);
    }

    @Test
    void anItemThatWasGivenBackIsFirstInLineAndKeepsItsNumber() throws InterruptedException {
        queue.putAll(List.of("a", "b", "c"));
        Delivery<String> a = queue.receive();
        Delivery<String> b = queue.receive();
        b.retry();
        a.retry();
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.peek()).isEqualTo("a");
        Delivery<String> again = queue.receive();
        assertThat(again.value()).isEqualTo("a");
        assertThat(again.id()).isEqualTo(a.id());
        assertThat(again.deliveryCount()).isEqualTo(2);
        assertThat(queue.take()).isEqualTo("b");
        assertThat(queue.take()).isEqualTo("c");
    }

    @Test
    void anItemIsSettledOnce() throws InterruptedException {
        queue.putAll(List.of("a", "b"));
        Delivery<String> a = queue.receive();
        a.done();
        assertThatIllegalStateException().isThrownBy(a::done).withMessageContaining("item=0");
        assertThatIllegalStateException().isThrownBy(a::retry);
        a.close();
        Delivery<String> b = queue.receive();
        b.retry();
        assertThatIllegalStateException().isThrownBy(b::done);
        assertThatIllegalStateException().isThrownBy(b::retry);
        b.close();
        assertThat(queue).containsExactly("b");
        assertThat(queue.unfinished()).isEqualTo(1);
    }

    @Test
    void taskDoneHasNothingToDoWithDeliveries() throws InterruptedException {
        queue.put("a");
        Delivery<String> a = queue.receive();
        assertThatIllegalStateException().isThrownBy(queue::taskDone);
        a.done();
    }

    @Test
    void aBlockedReceiveGetsWhatIsGivenBack() throws InterruptedException {
        queue.put("a");
        Delivery<String> first = queue.receive();
        Caller<Delivery<String>> receiver = Caller.of(queue::receive).awaitBlocked();
        first.retry();
        assertThat(receiver.result().deliveryCount()).isEqualTo(2);
    }

    @Test
    void receiveWithALimitGivesNothingAndIsNeverEarly() throws InterruptedException {
        long begin = System.nanoTime();
        assertThat(queue.receive(50, MILLISECONDS)).isNull();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(50));
        assertThat(queue.receive(0, SECONDS)).isNull();
        queue.shutdown();
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(queue::receive);
        assertThatExceptionOfType(QueueShutdownException.class).isThrownBy(() -> queue.receive(1, SECONDS));
    }

    @Test
    void afterMaxDeliveriesTheItemIsADeadLetterAndJoinCountsItAsDone() throws InterruptedException {
        queue.putAll(List.of("poison", "good"));
        Caller<Void> joiner = Caller.running(queue::join).awaitBlocked();
        for (int count = 1; count <= 3; count++) {
            assertThat(queue.deadLetters()).isEmpty();
            try (Delivery<String> delivery = queue.receive()) {
                assertThat(delivery.value()).isEqualTo("poison");
                assertThat(delivery.deliveryCount()).isEqualTo(count);
            }
        }
        assertThat(queue.deadLetters()).containsExactly("poison");
        assertThat(queue).containsExactly("good");
        queue.receive().done();
        joiner.result();
        assertThat(queue.deadLetters().take()).isEqualTo("poison");
    }

    @Test
    void deadLettersAreTheSameQueueForEverybody() {
        assertThat(queue.deadLetters()).isSameAs(queue.deadLetters());
    }

    @Test
    void itemsOfOneQueueAreSettledInAnyOrder() throws InterruptedException {
        List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
        JoinableQueue<Integer> many = session.joinableQueue();
        many.putAll(numbers);
        List<Delivery<Integer>> deliveries = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            deliveries.add(many.receive());
        }
        for (int i = numbers.size() - 1; i >= 0; i--) {
            if (i % 2 == 0) {
                deliveries.get(i).done();
            } else {
                deliveries.get(i).retry();
            }
        }
        assertThat(many.unfinished()).isEqualTo(1_000);
        List<Integer> left = new ArrayList<>();
        assertThat(many.drainTo(left)).isEqualTo(1_000);
        assertThat(left).isSorted().allMatch(i -> i % 2 == 1);
        left.forEach(i -> many.taskDone());
        assertThat(many.join(0, SECONDS)).isTrue();
    }
}
