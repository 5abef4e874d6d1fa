package dev.multiproc.launcher.run;

import dev.multiproc.launcher.run.Ledger.Counter;
import java.util.OptionalInt;

/**
 * What one child did.
 *
 * @param name its name
 * @param pid its process number, 0 if it was never started
 * @param items items that it put, or finished
 * @param lifeSeconds from its first moment to its end
 * @param workingRatio the share of its life that it spent making or eating; the rest is waiting
 * @param exitCode how it ended; empty if it was never started
 * @param endedByParent whether the parent ended it
 */
record WorkerFigures(
        String name,
        long pid,
        long items,
        double lifeSeconds,
        double workingRatio,
        OptionalInt exitCode,
        boolean endedByParent) {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    static WorkerFigures of(Member member, Ledger ledger, long items) {
        long startedMicros = ledger.get(Counter.STARTED_MICROS);
        long endedMicros = ledger.get(Counter.ENDED_MICROS);
        if (endedMicros == 0) {
            endedMicros = member.endedMicros();
        }
        double lifeSeconds = startedMicros == 0 ? 0 : Math.max(0, endedMicros - startedMicros) / MICROS_PER_SECOND;
        double busySeconds = ledger.get(Counter.BUSY_NANOS) / NANOS_PER_SECOND;
        double workingRatio = lifeSeconds == 0 ? 0 : Math.min(1, busySeconds / lifeSeconds);
        return new WorkerFigures(
                member.name(),
                member.pid(),
                items,
                lifeSeconds,
                workingRatio,
                member.exitCode(),
                member.endedByParent());
    }

    double itemsPerSecond() {
        return lifeSeconds == 0 ? 0 : items / lifeSeconds;
    }

    /** Whether it ended otherwise than it should. */
    boolean failed() {
        return !endedByParent && exitCode.orElse(0) != 0;
    }
}
