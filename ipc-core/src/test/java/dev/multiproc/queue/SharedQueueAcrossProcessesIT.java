package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Producers and consumers in child JVMs. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class SharedQueueAcrossProcessesIT {
    private static final int PRODUCERS = 2;
    private static final int CONSUMERS = 2;
    private static final int ITEMS_OF_ONE = 50_000;
    private static final int CAPACITY = 100;

    private final Setting setting;

    private Multiprocessing session;

    SharedQueueAcrossProcessesIT(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static long item(int producer, int number) {
        return (long) producer << 32 | number;
    }

    private static void produce(SharedQueue<Long> queue, int producer) throws InterruptedException {
        for (int number = 0; number < ITEMS_OF_ONE; number++) {
            queue.put(item(producer, number));
        }
    }

    /** Takes until the queue is shut down, and tells what it got. */
    private static void consume(SharedQueue<Long> queue, SharedQueue<long[]> results) throws InterruptedException {
        List<Long> taken = new ArrayList<>();
        int largest = 0;
        try {
            while (true) {
                taken.add(queue.take());
                largest = Math.max(largest, queue.size());
                Setting.finish(queue);
            }
        } catch (QueueShutdownException e) {
            assertThat(largest).as("size").isLessThanOrEqualTo(CAPACITY);
            results.put(taken.stream().mapToLong(Long::longValue).toArray());
        }
    }

    @Test
    void everyItemArrivesOnceAndInItsProducersOrder() throws InterruptedException {
        SharedQueue<Long> queue = setting.queue(session, QueueOptions.bounded(CAPACITY));
        SharedQueue<long[]> results = session.queue();
        List<ChildProcess> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(session.process(() -> consume(queue, results)).start());
        }
        List<ChildProcess> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            producers.add(session.process(() -> produce(queue, producer)).start());
        }
        int largest = 0;
        while (producers.stream().anyMatch(ChildProcess::isAlive)) {
            largest = Math.max(largest, queue.size());
            Thread.onSpinWait();
        }
        queue.shutdown();
        assertEnded(producers);
        assertEnded(consumers);
        assertThat(largest).as("size").isLessThanOrEqualTo(CAPACITY);
        checkTaken(List.of(results.take(), results.take()));
        if (queue instanceof JoinableQueue<Long> joinable) {
            joinable.join();
        }
    }

    private static void assertEnded(List<ChildProcess> children) throws InterruptedException {
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.failure()).isEmpty();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    private static void checkTaken(List<long[]> taken) {
        boolean[][] seen = new boolean[PRODUCERS][ITEMS_OF_ONE];
        int count = 0;
        for (long[] ofOne : taken) {
            long[] last = new long[PRODUCERS];
            Arrays.fill(last, -1);
            for (long item : ofOne) {
                int producer = (int) (item >>> 32);
                int number = (int) item;
                assertThat(number).isGreaterThan((int) last[producer]);
                last[producer] = number;
                assertThat(seen[producer][number]).isFalse();
                seen[producer][number] = true;
                count++;
            }
        }
        assertThat(count).isEqualTo(PRODUCERS * ITEMS_OF_ONE);
    }

    @Test
    void aQueueReachesAChildsChild() throws InterruptedException {
        SharedQueue<String> queue = setting.queue(session, QueueOptions.bounded(1));
        ChildProcess child = session.process(() -> {
                    Multiprocessing here = Multiprocessing.current();
                    here.process(() -> queue.put("from a child's child")).start();
                    here.process(() -> queue.put("from another")).start();
                })
                .start();
        assertThat(List.of(queue.take(), queue.take()))
                .containsExactlyInAnyOrder("from a child's child", "from another");
        assertEnded(List.of(child));
    }
}
