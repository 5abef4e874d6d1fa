package dev.multiproc.launcher.run;

import java.time.Duration;
import java.util.Optional;

/**
 * What a run is to do, checked.
 *
 * @param workload what is made and eaten
 * @param consumers how many eaters there are
 * @param queue what the items go through
 * @param children how their JVMs are started and ended
 * @param look how the lines look
 * @param timeout how long it may take altogether
 * @param json where the figures go as JSON, {@code -} for standard output
 */
record RunOptions(
        Workload workload,
        int consumers,
        QueueChoice queue,
        ChildChoice children,
        Look look,
        Optional<Duration> timeout,
        Optional<String> json) {
    static final String STANDARD_OUTPUT = "-";

    /** Whether standard output is for JSON alone. */
    static boolean isStandardOutput(String json) {
        return STANDARD_OUTPUT.equals(json);
    }
}
