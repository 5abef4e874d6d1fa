package dev.multiproc.launcher.run;

import dev.multiproc.launcher.run.WorkerJournal.Counter;
import java.util.OptionalInt;

/**
 * The figures of one child in the report.
 *
 * @param name its name
 * @param pid its process id; 0 if it was never started
 * @param items how many items it put (a producer) or finished (a consumer)
 * @param lifeSeconds the time from its start to its end
 * @param workingRatio the share of that time that it spent producing or consuming; the rest is waiting
 * @param restarts how often it was started again
 * @param exitCode its exit code, negative after a signal; empty if it was never started
 * @param endedByParent whether it ended because the parent terminated or killed it
 */
record WorkerFigures(
        String name,
        long pid,
        long items,
        double lifeSeconds,
        double workingRatio,
        int restarts,
        OptionalInt exitCode,
        boolean endedByParent) {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    static WorkerFigures of(RunningWorker worker, WorkerJournal journal, long items) {
        long startedMicros = journal.get(Counter.STARTED_MICROS);
        long endedMicros = journal.get(Counter.ENDED_MICROS);
        if (endedMicros == 0) {
            endedMicros = worker.endedMicros();
        }
        double lifeSeconds = startedMicros == 0 ? 0 : Math.max(0, endedMicros - startedMicros) / MICROS_PER_SECOND;
        double busySeconds = journal.get(Counter.BUSY_NANOS) / NANOS_PER_SECOND;
        double workingRatio = lifeSeconds == 0 ? 0 : Math.min(1, busySeconds / lifeSeconds);
        return new WorkerFigures(
                worker.name(),
                worker.pid(),
                items,
                lifeSeconds,
                workingRatio,
                worker.restarts(),
                worker.exitCode(),
                worker.endedByParent());
    }

    double itemsPerSecond() {
        return lifeSeconds == 0 ? 0 : items / lifeSeconds;
    }

    /** Whether it ended with an exit code other than 0, or by a signal, without the parent having ended it. */
    boolean failed() {
        return !endedByParent && exitCode.orElse(0) != 0;
    }
}
