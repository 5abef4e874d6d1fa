package dev.multiproc.launcher.run;

import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits in the parent for conditions on its children, within the time limit of the run, and watches the run meanwhile. */
final class RunMonitor {
    /** The interval at which the run is looked at and a condition is checked without a wake-up. */
    private static final long TICK_NANOS = 20_000_000;

    private final SharedQueue<Item> queue;
    private final Runnable watch;
    private final long startNanos = System.nanoTime();
    private final long limitNanos;
    private final Semaphore wakeUps = new Semaphore(0);
    private long maxDepth;

    /**
     * Begins to count the time.
     *
     * @param watch called at each tick by the thread that waits
     */
    RunMonitor(SharedQueue<Item> queue, Optional<Duration> limit, Runnable watch) {
        this.queue = queue;
        this.watch = watch;
        this.limitNanos = limit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** Wakes the waiting thread to check its condition. */
    void wake() {
        wakeUps.release();
    }

    /**
     * Waits for a condition.
     *
     * @param condition checked after each wake-up and at each tick
     * @throws TimeoutException if the run exceeds its time limit
     * @throws InterruptedException if interrupted while waiting
     */
    void await(BooleanSupplier condition) throws TimeoutException, InterruptedException {
        while (!condition.getAsBoolean()) {
            long leftNanos = limitNanos - elapsedNanos();
            if (leftNanos <= 0) {
                throw new TimeoutException();
            }
            if (wakeUps.tryAcquire(Math.min(leftNanos, TICK_NANOS), TimeUnit.NANOSECONDS)) {
                wakeUps.drainPermits();
            }
            look();
        }
    }

    private void look() {
        maxDepth = Math.max(maxDepth, queue.size());
        watch.run();
    }

    /**
     * Waits for a condition for a limited time; the time limit of the run does not apply.
     *
     * @param condition checked after each wake-up and at each tick
     * @param graceNanos how long to wait
     * @return true if the condition holds, false if the time is up
     * @throws InterruptedException if interrupted while waiting
     */
    boolean awaitUpTo(BooleanSupplier condition, long graceNanos) throws InterruptedException {
        long beginNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - beginNanos >= graceNanos) {
                return false;
            }
            if (wakeUps.tryAcquire(TICK_NANOS, TimeUnit.NANOSECONDS)) {
                wakeUps.drainPermits();
            }
            watch.run();
        }
        return true;
    }

    long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** The greatest queue length that was sampled. */
    long maxDepth() {
        return maxDepth;
    }
}
