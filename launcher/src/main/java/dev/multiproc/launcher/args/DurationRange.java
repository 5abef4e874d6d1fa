package dev.multiproc.launcher.args;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A range from which random times are picked, such as {@code 0s..3s}, or a fixed time, such as {@code 500ms}.
 *
 * @param from the shortest time
 * @param to the longest time, not shorter than {@code from}
 */
public record DurationRange(Duration from, Duration to) implements Serializable {
    private static final String SEPARATOR = "..";

    /** Checks that the range is not reversed. */
    public DurationRange {
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("the range ends before it begins, from=" + from + ", to=" + to);
        }
    }

    /**
     * Whether every pick is the same.
     *
     * @return true if both ends are equal
     */
    public boolean isFixed() {
        return from.equals(to);
    }

    /**
     * Picks a random time from the range, uniformly distributed.
     *
     * @param random the source of random numbers
     * @return a time in nanoseconds; both ends of the range are included
     */
    public long pickNanos(RandomGenerator random) {
        if (isFixed()) {
            return from.toNanos();
        }
        long spreadNanos = to.toNanos() - from.toNanos();
        return from.toNanos()
                + (spreadNanos == Long.MAX_VALUE ? random.nextLong(spreadNanos) : random.nextLong(spreadNanos + 1));
    }

    /** Parses {@code a..b} or a single duration. */
    public static final class Converter implements ITypeConverter<DurationRange> {
        private final DurationConverter durations = new DurationConverter();

        @Override
        public DurationRange convert(String text) {
            int separator = text.indexOf(SEPARATOR);
            if (separator < 0) {
                Duration fixed = durations.convert(text);
                return new DurationRange(fixed, fixed);
            }
            Duration from = durations.convert(text.substring(0, separator));
            Duration to = durations.convert(text.substring(separator + SEPARATOR.length()));
            if (from.compareTo(to) > 0) {
                throw new TypeConversionException("'" + text + "' ends before it begins: write the shorter time first");
            }
            return new DurationRange(from, to);
        }
    }
}
