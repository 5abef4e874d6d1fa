package dev.multiproc.launcher.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until background processes have finished their work, so that they do not disturb a measurement. */
final class IdleProcesses {
    private static final long WINDOW_MILLIS = 100;
    private static final double IDLE_SECONDS = 0.001;
    /** Enough to create a class archive at low priority on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private IdleProcesses() {}

    /** Waits until this process has this number of descendants and all of them are idle. */
    static void await(int processes) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        for (double before = cpuSeconds(processes); ; ) {
            TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
            double now = cpuSeconds(processes);
            if (now - before < IDLE_SECONDS) {
                return;
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException("the child processes do not come to rest: "
                        + ProcessHandle.current().descendants().toList());
            }
            before = now;
        }
    }

    /** The processor time that all descendants have used; NaN if their number is another one. */
    private static double cpuSeconds(int processes) {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        if (all.size() != processes) {
            return Double.NaN;
        }
        try {
            double sum = 0;
            for (ProcessHandle process : all) {
                sum += ProcFile.CpuTimes.of(process.pid()).seconds();
            }
            return sum;
        } catch (IOException e) {
            // A process has just ended.
            return Double.NaN;
        }
    }
}
