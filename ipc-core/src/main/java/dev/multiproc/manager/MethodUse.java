package dev.multiproc.manager;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a method of the managed objects of one type was called, and how long that took.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class MethodUse {
    /** The first calls are all timed, later ones now and then: looking at the clock costs a twentieth of a call. */
    private static final int RARE = 64;

    private static final int TIMED_MASK = 15;

    private final String name;
    private final LongAdder calls = new LongAdder();
    private final LongAdder timed = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);
    private volatile boolean isRare = true;

    MethodUse(String name) {
        this.name = name;
    }

    /**
     * Called before the method.
     *
     * @param number of the calling connection's call
     * @return what {@link #end} needs
     */
    long begin(int number) {
        calls.increment();
        return isRare || (number & TIMED_MASK) == 0 ? System.nanoTime() | 1 : 0;
    }

    void end(long begin) {
        if (begin != 0) {
            long took = System.nanoTime() - begin;
            nanos.add(took);
            timed.increment();
            maxNanos.accumulate(took);
            if (isRare && timed.sum() >= RARE) {
                isRare = false;
            }
        }
    }

    long calls() {
        return calls.sum();
    }

    ManagerStatistics.Method statistics() {
        Duration mean = Duration.ofNanos(nanos.sum() / Math.max(1, timed.sum()));
        return new ManagerStatistics.Method(name, calls(), mean, Duration.ofNanos(maxNanos.get()));
    }
}
