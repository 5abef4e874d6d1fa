package dev.multiproc.launcher.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The median time of the last 999 jobs that were done. Known after three. */
final class MedianTime {
    private static final int KEPT = 999;
    private static final int LEAST = 3;

    private final long[] nanos = new long[KEPT];
    private long count;

    synchronized void add(Duration time) {
        nanos[(int) (count++ % KEPT)] = time.toNanos();
    }

    synchronized Optional<Duration> median() {
        if (count < LEAST) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
        Arrays.sort(sorted);
        return Optional.of(Duration.ofNanos(sorted[sorted.length / 2]));
    }
}
