package dev.multiproc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Whether a child that has ended is started again; see {@link ChildProcess#restart}. Python has nothing like it; Erlang's
 * supervisors and {@code systemd} do. Immutable; each {@code with} method gives a changed copy.
 *
 * <pre>{@code
 * mp.process("worker", task).restart(RestartPolicy.onFailure().withMax(5).withBackOff(Duration.ofMillis(100), Duration.ofSeconds(10)));
 * }</pre>
 */
public final class RestartPolicy {
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final RestartPolicy NEVER =
            new RestartPolicy(When.NEVER, Integer.MAX_VALUE, FOR_EVER, FIRST_DELAY, LONGEST_DELAY);

    /** After which ends a child is started again. */
    public enum When {
        /** After none. */
        NEVER,
        /** After an end with an exit code other than 0, also by a signal. */
        ON_FAILURE,
        /** After every end. */
        ALWAYS
    }

    private final When when;
    private final int max;
    private final Duration period;
    private final Duration firstDelay;
    private final Duration longestDelay;

    private RestartPolicy(When when, int max, Duration period, Duration firstDelay, Duration longestDelay) {
        this.when = when;
        this.max = max;
        this.period = period;
        this.firstDelay = firstDelay;
        this.longestDelay = longestDelay;
    }

    /**
     * A child is not started again.
     *
     * @return the default
     */
    public static RestartPolicy never() {
        return NEVER;
    }

    /**
     * A child is started again when it has ended with an exit code other than 0, also by a signal: without a limit, after 100
     * milliseconds at first and 10 seconds at most.
     *
     * @return the policy
     */
    public static RestartPolicy onFailure() {
        return new RestartPolicy(When.ON_FAILURE, Integer.MAX_VALUE, FOR_EVER, FIRST_DELAY, LONGEST_DELAY);
    }

    /**
     * A child is started again however it has ended: without a limit, after 100 milliseconds at first and 10 seconds at most.
     *
     * @return the policy
     */
    public static RestartPolicy always() {
        return new RestartPolicy(When.ALWAYS, Integer.MAX_VALUE, FOR_EVER, FIRST_DELAY, LONGEST_DELAY);
    }

    /**
     * Limits the number of restarts. When a child ends after the last of them, it has ended for good.
     *
     * @param restarts 0 or more
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public RestartPolicy withMax(int restarts) {
        return withMax(restarts, FOR_EVER);
    }

    /**
     * Limits the number of restarts within a period, as Erlang's supervisors do: a child that fails now and then goes on for
     * years, one that fails all the time does not.
     *
     * @param restarts 0 or more
     * @param within counts the restarts of so long a time before each end
     * @return a changed copy
     * @throws IllegalArgumentException if the number is negative, or the period is not positive
     */
    public RestartPolicy withMax(int restarts, Duration within) {
        if (restarts < 0) {
            throw new IllegalArgumentException("a number of restarts is 0 or more, restarts=" + restarts);
        }
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    "the period in which restarts are counted is not positive, within=" + within);
        }
        return new RestartPolicy(when, restarts, within, firstDelay, longestDelay);
    }

    /**
     * Sets how long after its end a child is started again. The time doubles with each restart in a row; it is the first one again
     * after a child has run for longer than the longest.
     *
     * @param first the time before the first restart; zero stays zero, however often it is doubled
     * @param longest the longest time
     * @return a changed copy
     * @throws IllegalArgumentException if the first is negative or above the longest
     */
    public RestartPolicy withBackOff(Duration first, Duration longest) {
        if (first.isNegative() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "a back-off begins with a time from zero to the longest, first=" + first + ", longest=" + longest);
        }
        return new RestartPolicy(when, max, period, first, Objects.requireNonNull(longest, "longest"));
    }

    /**
     * After which ends a child is started again.
     *
     * @return never, after failures, or always
     */
    public When when() {
        return when;
    }

    /**
     * How many restarts there are at most in a {@link #period}.
     *
     * @return {@link Integer#MAX_VALUE} for no limit
     */
    public int max() {
        return max;
    }

    /**
     * The time in which restarts are counted.
     *
     * @return at least 292 years for the whole life of the child
     */
    public Duration period() {
        return period;
    }

    /**
     * The time between an end and the first restart.
     *
     * @return zero or more
     */
    public Duration firstDelay() {
        return firstDelay;
    }

    /**
     * The longest time between an end and a restart.
     *
     * @return zero or more
     */
    public Duration longestDelay() {
        return longestDelay;
    }

    private List<Object> values() {
        return List.of(when, max, period, firstDelay, longestDelay);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RestartPolicy that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "RestartPolicy[when=" + when + ", max=" + max + ", period=" + period + ", firstDelay=" + firstDelay
                + ", longestDelay=" + longestDelay + "]";
    }
}
