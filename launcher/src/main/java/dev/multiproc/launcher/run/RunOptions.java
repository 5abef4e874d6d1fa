package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.DurationRange;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run is to do, checked.
 *
 * @param producers how many cooks
 * @param consumers how many eaters
 * @param items how many items each cook makes
 * @param queue which queue they go through
 * @param stop how eaters learn that no more will come
 * @param capacity how many items may wait; 0 means no limit
 * @param produceTime how long it takes to make one
 * @param consumeTime how long it takes to eat one
 * @param seed where the chance of all workers comes from
 * @param look how the lines look
 * @param timeout how long it may take altogether
 * @param json where the figures go as JSON, {@code -} for standard output
 */
record RunOptions(
        int producers,
        int consumers,
        int items,
        QueueKind queue,
        StopMode stop,
        int capacity,
        DurationRange produceTime,
        DurationRange consumeTime,
        long seed,
        Look look,
        Optional<Duration> timeout,
        Optional<String> json) {
    static final String STANDARD_OUTPUT = "-";

    long itemCount() {
        return (long) producers * items;
    }

    /** Whether standard output is for JSON alone. */
    static boolean isStandardOutput(String json) {
        return STANDARD_OUTPUT.equals(json);
    }
}
