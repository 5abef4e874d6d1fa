package dev.multiproc.launcher.run;

import dev.multiproc.launcher.report.BarChart;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results of a run.
 *
 * @param seed the seed of all random times
 * @param producers the figures of each producer
 * @param consumers the figures of each consumer
 * @param queue the counts of items
 * @param latency the time that items spent between put and take
 * @param latencyBars how many items took which time from put to take
 * @param slowest the items whose work took longest, the slowest first
 * @param elapsedSeconds from the first child's start to the last one's end
 */
record RunReport(
        long seed,
        List<WorkerFigures> producers,
        List<WorkerFigures> consumers,
        QueueFigures queue,
        Latency latency,
        List<BarChart.Bar> latencyBars,
        List<SlowItem> slowest,
        double elapsedSeconds) {
    double itemsPerSecond() {
        return elapsedSeconds == 0 ? 0 : queue.done() / elapsedSeconds;
    }

    Stream<WorkerFigures> workers() {
        return Stream.concat(producers.stream(), consumers.stream());
    }
}
