package dev.multiproc.launcher.top;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** How fast numbers grow, from one round of looks to the next. Used by one thread. */
final class Rates {
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private Map<String, Double> before = new HashMap<>();
    private Map<String, Double> seen = new HashMap<>();
    private long beforeNanos;
    private long nowNanos;

    /** Begins a round. */
    void begin(long timeNanos) {
        nowNanos = timeNanos;
        seen = new HashMap<>();
    }

    /** Ends it; what was not asked for in it is forgotten. */
    void end() {
        before = seen;
        beforeNanos = nowNanos;
    }

    /** How much a number has grown in a second; empty if it was not there in the round before, or has become less. */
    OptionalDouble perSecond(String name, double value) {
        seen.put(name, value);
        Double last = before.get(name);
        double seconds = (nowNanos - beforeNanos) / NANOS;
        return last == null || value < last || seconds <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((value - last) / seconds);
    }

    /** How much in a second, of something that has grown by so much since the round before. */
    OptionalDouble ofGrowth(double growth) {
        double seconds = (nowNanos - beforeNanos) / NANOS;
        return beforeNanos == 0 ? OptionalDouble.empty() : OptionalDouble.of(growth / seconds);
    }

    /** As {@link #perSecond}, in percent, of a number that may not be known. */
    OptionalDouble percent(String name, OptionalDouble value) {
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble rate = perSecond(name, value.getAsDouble());
        return rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() * PERCENT) : OptionalDouble.empty();
    }
}
