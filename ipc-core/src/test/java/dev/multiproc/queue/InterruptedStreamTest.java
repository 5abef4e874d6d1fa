package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Items stream through a queue whose users are interrupted all the time: none is lost, none comes twice. */
@ExtendWith(LeavesNothingBehind.class)
@ParameterizedClass
@EnumSource(Setting.class)
class InterruptedStreamTest {
    private static final int INTERRUPTS = 1_000;
    private static final int PRODUCERS = 2;
    private static final int CONSUMERS = 2;
    private static final int MAX_PAUSE_NANOS = 400_000;
    /** Some of the items have a file of their own. */
    private static final int[] PADDING = {0, 8, 900, 20_000, 59_000, 70_000};

    /** An item: who put it, as which of its own, and what makes it long. */
    private record Item(int producer, int number, byte[] padding) {}

    private final Setting setting;

    private final long seed = System.nanoTime();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final CountDownLatch producing = new CountDownLatch(PRODUCERS);
    private final AtomicInteger answered = new AtomicInteger();
    private Multiprocessing session;
    private SharedQueue<Item> queue;

    InterruptedStreamTest(Setting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void open() {
        session = setting.open();
        queue = setting.queue(session, QueueOptions.bounded(16));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void nothingIsLostAndNothingComesTwice() throws InterruptedException {
        System.out.println("InterruptedStreamTest: seed=" + seed + ", setting=" + setting);
        List<Caller<Integer>> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            producers.add(Caller.of(() -> produce(producer)));
        }
        List<Caller<List<Item>>> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(Caller.of(this::consume));
        }
        List<Caller<?>> all = new ArrayList<>(producers);
        all.addAll(consumers);
        interruptAtRandom(all);
        check(results(producers), results(consumers));
    }

    private void interruptAtRandom(List<Caller<?>> callers) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERRUPTS; i++) {
            LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
            callers.get(random.nextInt(callers.size())).interrupt();
        }
        isOver.set(true);
    }

    /** Gives how many puts returned. */
    private int produce(int producer) {
        Random random = new Random(seed + producer);
        int count = 0;
        while (!isOver.get()) {
            try {
                queue.put(new Item(producer, count, new byte[PADDING[random.nextInt(PADDING.length)]]));
                count++;
            } catch (InterruptedException e) {
                answered.incrementAndGet();
            }
        }
        producing.countDown();
        endWhenAllHave();
        return count;
    }

    private void endWhenAllHave() {
        if (producing.getCount() == 0) {
            queue.shutdown();
        }
    }

    private List<Item> consume() {
        List<Item> taken = new ArrayList<>();
        while (true) {
            try {
                Item item = queue.take();
                taken.add(new Item(item.producer(), item.number(), new byte[0]));
                Setting.finish(queue);
            } catch (InterruptedException e) {
                answered.incrementAndGet();
            } catch (QueueShutdownException e) {
                return taken;
            }
        }
    }

    private static <T> List<T> results(List<Caller<T>> callers) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Caller<T> caller : callers) {
            results.add(caller.result());
        }
        return results;
    }

    private void check(List<Integer> put, List<List<Item>> taken) throws InterruptedException {
        for (int producer = 0; producer < PRODUCERS; producer++) {
            boolean[] seen = new boolean[put.get(producer)];
            for (List<Item> ofOne : taken) {
                int last = -1;
                for (Item item : ofOne) {
                    if (item.producer() == producer) {
                        assertThat(item.number())
                                .as("order, producer %d", producer)
                                .isGreaterThan(last);
                        last = item.number();
                        assertThat(last).as("put did not return, but put").isLessThan(seen.length);
                        assertThat(seen[last]).as("item %d came twice", last).isFalse();
                        seen[last] = true;
                    }
                }
            }
            int lost = 0;
            for (boolean isSeen : seen) {
                lost += isSeen ? 0 : 1;
            }
            assertThat(lost).as("items of producer %d that were lost", producer).isZero();
        }
        assertThat(answered.get()).as("interrupts that were answered").isPositive();
        if (queue instanceof JoinableQueue<Item> joinable) {
            assertThat(joinable.join(0, TimeUnit.SECONDS)).isTrue();
        }
    }
}
