package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.testing.LeavesNothingBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue in which millions of items wait is about as fast as an empty one, and takes no heap. */
@ExtendWith(LeavesNothingBehind.class)
class DeepQueueIT {
    private static final int DEPTH = 3_000_000;
    private static final int SAMPLE = 200_000;
    private static final int BATCH = 1_000;
    /** Very loose: it tells a walk over all that waits from none. */
    private static final int SLOWER_AT_MOST = 50;

    @Test
    void threeMillionItemsWaitInASmallHeap() throws InterruptedException {
        Options options = Options.defaults().withJvmArgs("-Xmx64m");
        try (Multiprocessing session = Multiprocessing.open(options)) {
            SharedQueue<Integer> queue = session.queue();
            ChildProcess child = session.process(() -> measure(queue)).start();
            child.join();
            assertThat(child.failure()).isEmpty();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(queue.size()).isEqualTo(DEPTH);
            assertThat(queue.take()).isEqualTo(2 * SAMPLE);
        }
    }

    private static void measure(SharedQueue<Integer> queue) throws InterruptedException {
        long nextItem = -SAMPLE;
        nextItem = putAndTake(queue, nextItem).next();
        Rate shallow = putAndTake(queue, nextItem);
        nextItem = shallow.next();
        for (int i = 0; i < DEPTH; i++) {
            queue.put((int) nextItem++);
        }
        Rate deep = putAndTake(queue, nextItem);
        assertThat(queue.size()).isEqualTo(DEPTH);
        assertThat(deep.putNanos()).as("put").isLessThan(SLOWER_AT_MOST * shallow.putNanos());
        assertThat(deep.takeNanos()).as("take").isLessThan(SLOWER_AT_MOST * shallow.takeNanos());
    }

    private record Rate(long next, long putNanos, long takeNanos) {}

    /** Puts and takes in batches: the depth stays what it is, give or take a batch. */
    private static Rate putAndTake(SharedQueue<Integer> queue, long firstItem) throws InterruptedException {
        long item = firstItem;
        long putNanos = 0;
        long takeNanos = 0;
        for (int i = 0; i < SAMPLE; i += BATCH) {
            long begin = System.nanoTime();
            for (int k = 0; k < BATCH; k++) {
                queue.put((int) item++);
            }
            long middle = System.nanoTime();
            int last = -1;
            for (int k = 0; k < BATCH; k++) {
                int taken = queue.take();
                assertThat(taken).isEqualTo(k == 0 ? taken : last + 1);
                last = taken;
            }
            putNanos += middle - begin;
            takeNanos += System.nanoTime() - middle;
        }
        return new Rate(item, putNanos, takeNanos);
    }
}
