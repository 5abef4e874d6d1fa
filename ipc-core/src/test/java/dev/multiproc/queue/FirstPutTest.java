package dev.multiproc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.Multiprocessing;
import dev.multiproc.testing.LeavesNothingBehind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the first put to a queue costs. */
@ExtendWith(LeavesNothingBehind.class)
class FirstPutTest {
    /** What Chronicle waits for a file that somebody seems to have begun and not completed is 200 ms. */
    private static final Duration LIMIT = Duration.ofMillis(150);

    private static final int QUEUES = 10;

    @Test
    void theFirstPutToAQueueWaitsForNoTimeOut() throws InterruptedException {
        try (Multiprocessing session = Multiprocessing.open()) {
            long fastestNanos = Long.MAX_VALUE;
            for (int i = 0; i < QUEUES; i++) {
                long begin = System.nanoTime();
                session.<String>queue().put("a");
                fastestNanos = Math.min(fastestNanos, System.nanoTime() - begin);
            }
            assertThat(Duration.ofNanos(fastestNanos)).isLessThan(LIMIT);
        }
    }
}
