package dev.multiproc.launcher.run;

import org.HdrHistogram.Histogram;

/**
 * The time that items spent between put and take, in microseconds.
 *
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @param max the maximum
 */
record Latency(long p50, long p90, long p99, long p999, long max) {
    private static final int SIGNIFICANT_DIGITS = 3;

    /**
     * The percentiles of what was counted.
     *
     * @param counts how often, by {@link LatencyBuckets#indexOf}
     * @param max the longest time in microseconds, exactly
     */
    static Latency of(long[] counts, long max) {
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] > 0) {
                histogram.recordValueWithCount(Math.min(LatencyBuckets.highestMicros(index), max), counts[index]);
            }
        }
        return new Latency(
                percentile(histogram, 50, max),
                percentile(histogram, 90, max),
                percentile(histogram, 99, max),
                percentile(histogram, 99.9, max),
                max);
    }

    /** A histogram rounds up a little. */
    private static long percentile(Histogram histogram, double percent, long max) {
        return Math.min(histogram.getValueAtPercentile(percent), max);
    }
}
