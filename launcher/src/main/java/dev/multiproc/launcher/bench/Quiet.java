package dev.multiproc.launcher.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until what was started beside a measurement is done with, and would not be in its way. */
final class Quiet {
    private static final long WINDOW_MILLIS = 100;
    private static final double IDLE_SECONDS = 0.001;
    /** The making of an archive on a busy machine, at a low priority. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Quiet() {}

    /** Waits until this process has so many children and theirs, and none of them does anything. */
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

    /** What they have used so far; not a number if there are not so many of them. */
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
            // One has just ended.
            return Double.NaN;
        }
    }
}
