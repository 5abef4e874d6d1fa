package dev.multiproc.launcher.run;

/**
 * Histogram buckets for times from a microsecond to years, with a relative error of at most 1/32: one bucket for each of
 * the first 32 microseconds, then 32 buckets for each doubling.
 */
final class LatencyBuckets {
    private static final int SUB_BITS = 5;
    private static final int SUB_COUNT = 1 << SUB_BITS;

    /** The number of buckets. */
    static final int COUNT = (Long.SIZE - SUB_BITS) * SUB_COUNT;

    private LatencyBuckets() {}

    /** The index of the bucket for a time, which must not be negative. */
    static int indexOf(long micros) {
        if (micros < SUB_COUNT) {
            return (int) micros;
        }
        int doublings = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(micros);
        return doublings * SUB_COUNT + (int) (micros >>> doublings);
    }

    /** The longest time that a bucket holds. */
    static long highestMicros(int index) {
        if (index < SUB_COUNT) {
            return index;
        }
        int doublings = index / SUB_COUNT - 1;
        long base = (long) (index % SUB_COUNT + SUB_COUNT) << doublings;
        return base + (1L << doublings) - 1;
    }
}
