package dev.multiproc.launcher.run;

import dev.multiproc.launcher.job.Halt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The validated options of a run.
 *
 * @param work what producers and consumers do
 * @param workload how many items are made, and how fast
 * @param consumers the number of consumers
 * @param queue the settings of the queue
 * @param children how the child JVMs are started and ended
 * @param output what the printed lines look like
 * @param display what the parent shows
 * @param halt when to stop before all is done
 * @param timeout the time limit of the whole run
 * @param report the file for a page with the figures, charts and times of the run
 * @param json the file that the report is written to as JSON, {@code -} for standard output
 */
record RunOptions(
        Work work,
        Workload workload,
        int consumers,
        QueueSettings queue,
        ChildSettings children,
        OutputOptions output,
        DisplayOptions display,
        Halt halt,
        Optional<Duration> timeout,
        Optional<Path> report,
        Optional<String> json) {
    static final String STANDARD_OUTPUT = "-";

    /** Whether the JSON goes to standard output, which then has nothing else. */
    static boolean isStandardOutput(String json) {
        return STANDARD_OUTPUT.equals(json);
    }
}
