package dev.multiproc.pool;

import dev.multiproc.pool.PoolStatistics.SlowTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a pool counts.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class PoolCounters {
    private static final int SLOWEST = 5;

    private final long beginNanos = System.nanoTime();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    /** The slowest first. Guarded by itself. */
    private final List<SlowTask> slowest = new ArrayList<>();
    /** A task that took no longer is none of the slowest. */
    private volatile long slowNanos = -1;

    long nextNumber() {
        return numbers.getAndIncrement();
    }

    void submitted() {
        submitted.incrementAndGet();
    }

    void ended(boolean isFailed) {
        done.incrementAndGet();
        if (isFailed) {
            failed.incrementAndGet();
        }
    }

    long submittedCount() {
        return submitted.get();
    }

    long doneCount() {
        return done.get();
    }

    long failedCount() {
        return failed.get();
    }

    void ran(Call call, String worker, long nanos) {
        if (nanos <= slowNanos) {
            return;
        }
        SlowTask task = new SlowTask(call.description(), worker, Duration.ofNanos(nanos));
        synchronized (slowest) {
            int place = 0;
            while (place < slowest.size() && slowest.get(place).time().toNanos() >= nanos) {
                place++;
            }
            slowest.add(place, task);
            if (slowest.size() > SLOWEST) {
                slowest.remove(SLOWEST);
            }
            if (slowest.size() == SLOWEST) {
                slowNanos = slowest.get(SLOWEST - 1).time().toNanos();
            }
        }
    }

    List<SlowTask> slowest() {
        synchronized (slowest) {
            return List.copyOf(slowest);
        }
    }

    PoolProgress progress() {
        long all = submitted.get();
        long ended = done.get();
        long nanos = System.nanoTime() - beginNanos;
        return new PoolProgress(
                all,
                ended,
                failed.get(),
                Duration.ofNanos(nanos),
                ended == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos((long) ((double) nanos / ended * Math.max(0, all - ended)))));
    }
}
