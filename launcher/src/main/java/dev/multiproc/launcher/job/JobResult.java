package dev.multiproc.launcher.job;

import java.time.Duration;
import java.time.Instant;

/**
 * How a job ended.
 *
 * @param job the job
 * @param start when it began
 * @param time how long it took
 * @param exitCode its exit code, or 128 and the number of the signal that ended it: a shell does not tell one from the other
 * @param outputBytes how long its standard output was
 * @param end why it ended
 */
public record JobResult(Job job, Instant start, Duration time, int exitCode, long outputBytes, JobEnd end) {
    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;

    /** Whether it ended by itself with exit code 0. */
    public boolean isSuccess() {
        return exitCode == 0 && end == JobEnd.BY_ITSELF;
    }

    /** The number of the signal that its exit code stands for; 0 if it stands for none. */
    public int signal() {
        return exitCode > SIGNAL_BASE && exitCode <= SIGNAL_BASE + MAX_SIGNAL ? exitCode - SIGNAL_BASE : 0;
    }

    /** Why it is no success, for people. */
    public String reason() {
        return switch (end) {
            case TIMED_OUT -> "it took longer than --timeout allows";
            case OUT_OF_MEMORY -> "it was ended since memory ran short";
            case STOPPED -> "it was ended since the work was stopped";
            case BY_ITSELF ->
                signal() == 0
                        ? "exit code " + exitCode
                        : "exit code " + exitCode + ", as after signal " + signal()
                                + (signal() == 9 ? ", possibly out of memory" : "");
        };
    }
}
