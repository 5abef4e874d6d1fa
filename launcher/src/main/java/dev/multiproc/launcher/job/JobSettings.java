package dev.multiproc.launcher.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How jobs are run.
 *
 * @param command what is run for each item
 * @param slots how many jobs run at once at most
 * @param timeLimit how long each may take
 * @param termination how those are ended that take longer
 * @param jobLog a file with a line for each job
 * @param results a directory with the output of each job
 * @param freeMemoryBytes below half of which the youngest of several jobs is ended
 */
public record JobSettings(
        CommandTemplate command,
        int slots,
        Optional<TimeLimit> timeLimit,
        TermSequence termination,
        Optional<Path> jobLog,
        Optional<Path> results,
        Optional<Long> freeMemoryBytes) {
    /** Only what has to be said; no limits, no files. */
    public static JobSettings of(CommandTemplate command, int slots) {
        return new JobSettings(
                command,
                slots,
                Optional.empty(),
                new TermSequence.Converter().convert(TermSequence.DEFAULT),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
