package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many items are given back, taken again, and become dead letters. With a cost for each item that grows with their number, these
 * would take minutes.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class ManyReturnedItemsTest {
    private static final int COUNT = 30_000;

    private Multiprocessing mp;

    @BeforeEach
    void open() {
        mp = Multiprocessing.open();
    }

    @AfterEach
    void close() {
        mp.close();
    }

    private JoinableQueue<Integer> filled(int maxDeliveries) throws InterruptedException {
        JoinableQueue<Integer> queue = mp.joinableQueue(QueueOptions.unbounded().withMaxDeliveries(maxDeliveries));
        queue.putAll(IntStream.range(0, COUNT).boxed().toList());
        return queue;
    }

    private static List<Delivery<Integer>> receiveAll(JoinableQueue<Integer> queue) throws InterruptedException {
        List<Delivery<Integer>> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            all.add(queue.receive());
        }
        return all;
    }

    private static List<Integer> items(List<Delivery<Integer>> deliveries) {
        return deliveries.stream().map(Delivery::value).toList();
    }

    @Test
    void theyAreTakenAgainInTheirOrderHoweverTheyCameBack() throws InterruptedException {
        JoinableQueue<Integer> queue = filled(10);
        List<Integer> inOrder = IntStream.range(0, COUNT).boxed().toList();
        List<Delivery<Integer>> taken = receiveAll(queue);
        taken.forEach(Delivery::retry);
        taken = receiveAll(queue);
        assertThat(items(taken)).isEqualTo(inOrder);

        Collections.reverse(taken);
        taken.forEach(Delivery::retry);
        taken = receiveAll(queue);
        assertThat(items(taken)).isEqualTo(inOrder);

        Collections.shuffle(taken, new Random(1));
        taken.forEach(Delivery::retry);
        taken = receiveAll(queue);
        assertThat(items(taken)).isEqualTo(inOrder);
        taken.forEach(Delivery::done);
        queue.join();
    }

    @Test
    void theFirstOneIsTakenFirstWhileOthersComeBack() throws InterruptedException {
        JoinableQueue<Integer> queue = filled(10);
        List<Delivery<Integer>> held = receiveAll(queue);
        for (int i = 0; i < COUNT / 2; i++) {
            held.get(COUNT - 1 - i).retry();
            held.get(i).retry();
            Delivery<Integer> again = queue.receive();
            assertThat(again.value()).isEqualTo(i);
            again.done();
        }
        for (int i = COUNT / 2; i < COUNT; i++) {
            Delivery<Integer> next = queue.receive();
            assertThat(next.value()).isEqualTo(i);
            next.done();
        }
        queue.join();
    }

    @Test
    void theyBecomeDeadLettersAndComeBack() throws InterruptedException {
        JoinableQueue<Integer> queue = filled(1);
        for (Delivery<Integer> delivery : receiveAll(queue)) {
            delivery.retry("not now");
        }
        assertThat(queue.deadLetters().size()).isEqualTo(COUNT);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.deadLetters().redrive()).isEqualTo(COUNT);
        assertThat(items(receiveAll(queue))).hasSize(COUNT).isSorted().doesNotHaveDuplicates();
    }
}
