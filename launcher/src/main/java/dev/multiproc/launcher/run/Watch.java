package dev.multiproc.launcher.run;

import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The parent's waiting: for its children, no longer than the run may take, with an eye on the queue's depth. */
final class Watch {
    /** How often the depth is looked at, and how late at most a condition that nobody announces is seen. */
    private static final long TICK_NANOS = 20_000_000;

    private final SharedQueue<Food> queue;
    private final long startNanos = System.nanoTime();
    private final long limitNanos;
    private final Semaphore news = new Semaphore(0);
    private long maxDepth;

    Watch(SharedQueue<Food> queue, Optional<Duration> limit) {
        this.queue = queue;
        this.limitNanos = limit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** Says that something has happened which may be waited for. */
    void wake() {
        news.release();
    }

    /**
     * Waits for a condition.
     *
     * @param condition looked at whenever there is news
     * @throws TimeoutException if the run has taken as long as it may
     * @throws InterruptedException if interrupted while waiting
     */
    void await(BooleanSupplier condition) throws TimeoutException, InterruptedException {
        while (!condition.getAsBoolean()) {
            long leftNanos = limitNanos - elapsedNanos();
            if (leftNanos <= 0) {
                throw new TimeoutException();
            }
            if (news.tryAcquire(Math.min(leftNanos, TICK_NANOS), TimeUnit.NANOSECONDS)) {
                news.drainPermits();
            }
            maxDepth = Math.max(maxDepth, queue.size());
        }
    }

    /**
     * Waits for a condition, but not for long, and not caring for the run's limit.
     *
     * @param condition looked at whenever there is news
     * @param graceNanos how long to wait
     * @return true if the condition came true
     * @throws InterruptedException if interrupted while waiting
     */
    boolean awaitUpTo(BooleanSupplier condition, long graceNanos) throws InterruptedException {
        long beginNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - beginNanos >= graceNanos) {
                return false;
            }
            if (news.tryAcquire(TICK_NANOS, TimeUnit.NANOSECONDS)) {
                news.drainPermits();
            }
        }
        return true;
    }

    long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** The most items that were waiting whenever the parent looked. */
    long maxDepth() {
        return maxDepth;
    }
}
