package dev.multiproc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.testing.VirtualThreads;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Many virtual threads submit to a pool and wait. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
class PoolVirtualThreadsIT extends PoolScene {
    private static final int MANY = 2_000;

    @Test
    void eachHasItsResult() throws Exception {
        CountDownLatch ended = new CountDownLatch(MANY);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            VirtualThreads.start(() -> {
                try {
                    assertThat(pool.submit(() -> 2 * number).get()).isEqualTo(2 * number);
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
                ended.countDown();
            });
        }
        assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
    }
}
