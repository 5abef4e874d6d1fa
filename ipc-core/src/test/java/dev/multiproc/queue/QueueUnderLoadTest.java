package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one thread sees of a queue while others use it. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class QueueUnderLoadTest {
    private static final int CAPACITY = 8;
    private static final int LOOKS = 1_000_000;

    private final Setting setting;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private Multiprocessing session;
    private SharedQueue<Integer> queue;
    private Caller<Integer> producer;
    private Caller<List<Integer>> consumer;

    QueueUnderLoadTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void startTraffic() {
        session = setting.open();
        queue = setting.queue(session, QueueOptions.bounded(CAPACITY));
        producer = Caller.of(this::produce);
        consumer = Caller.of(this::consume);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private int produce() throws InterruptedException {
        int count = 0;
        while (!isOver.get()) {
            queue.put(count);
            count++;
        }
        queue.shutdown();
        return count;
    }

    private List<Integer> consume() throws InterruptedException {
        List<Integer> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(queue.take());
                Setting.finish(queue);
            }
        } catch (QueueShutdownException e) {
            return taken;
        }
    }

    private void endTraffic() throws InterruptedException {
        isOver.set(true);
        if (consumer.isDone()) {
            consumer.result();
        }
        int count = producer.result();
        List<Integer> taken = consumer.result();
        assertThat(taken).hasSize(count).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theSizeIsNeverMoreThanTheCapacity() throws InterruptedException {
        int largest = 0;
        for (int i = 0; i < LOOKS; i++) {
            largest = Math.max(largest, queue.size());
        }
        assertThat(largest).isLessThanOrEqualTo(CAPACITY);
        endTraffic();
    }

    @Test
    void aStreamOfTheQueueIsASnapshotInOrder() throws InterruptedException {
        for (int i = 0; i < LOOKS / 500; i++) {
            List<Integer> seen = queue.stream().toList();
            for (int k = 1; k < seen.size(); k++) {
                assertThat(seen.get(k)).isGreaterThan(seen.get(k - 1));
            }
        }
        endTraffic();
    }

    @Test
    void whatPeekShowsIsWhatATakeMayGet() throws InterruptedException {
        int last = -1;
        for (int i = 0; i < LOOKS / 500; i++) {
            Integer head = queue.peek();
            if (head != null) {
                assertThat(head).isGreaterThanOrEqualTo(last);
                last = head;
            }
        }
        endTraffic();
    }
}
