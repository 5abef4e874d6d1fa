package dev.multiproc.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BriefLockTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;

    private final BriefLock lock = new BriefLock();
    /** Guarded by the lock; not atomic, so that a lost update shows. */
    private long count;

    @Test
    void oneThreadAtATimeHasIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> counting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                counting.add(threads.submit(this::countUp));
            }
            for (Future<?> one : counting) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(count).isEqualTo((long) THREADS * ROUNDS);
    }

    private void countUp() {
        for (int i = 0; i < ROUNDS; i++) {
            lock.lock();
            try {
                count++;
            } finally {
                lock.unlock();
            }
        }
    }

    @Test
    void whoSleepsGetsItWhenItIsReleasedAndKeepsAnInterrupt() throws Exception {
        AtomicBoolean isInterrupted = new AtomicBoolean();
        lock.lock();
        Thread waiting = new Thread(() -> {
            countUp();
            isInterrupted.set(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        try {
            awaitSleep(waiting);
            waiting.interrupt();
            awaitSleep(waiting);
            assertThat(count).isZero();
        } finally {
            lock.unlock();
            waiting.join();
        }
        assertThat(count).isEqualTo(ROUNDS);
        assertThat(isInterrupted).isTrue();
    }

    private static void awaitSleep(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
