package dev.multiproc.launcher.run;

import java.util.List;
import java.util.stream.Stream;

/**
 * The figures of a run.
 *
 * @param seed where the chance of all workers came from
 * @param producers the cooks
 * @param consumers the eaters
 * @param queue the items
 * @param latency from put to take
 * @param elapsedSeconds from the first child's start to the last one's end
 */
record RunReport(
        long seed,
        List<WorkerFigures> producers,
        List<WorkerFigures> consumers,
        QueueFigures queue,
        Latency latency,
        double elapsedSeconds) {
    double itemsPerSecond() {
        return elapsedSeconds == 0 ? 0 : queue.done() / elapsedSeconds;
    }

    Stream<WorkerFigures> workers() {
        return Stream.concat(producers.stream(), consumers.stream());
    }
}
