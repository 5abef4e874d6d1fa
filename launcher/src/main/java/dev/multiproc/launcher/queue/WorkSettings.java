package dev.multiproc.launcher.queue;

import dev.multiproc.launcher.job.CommandTemplate;
import dev.multiproc.launcher.job.Halt;
import dev.multiproc.launcher.job.JobPrinter;
import dev.multiproc.launcher.job.JobSettings;

/**
 * How the items of a queue are worked on.
 *
 * @param jobs how jobs are run
 * @param output how their output is printed
 * @param retries how often an item is tried, until it is a dead letter
 * @param halt when to stop early
 * @param isFollowing whether it goes on when the queue is empty
 */
record WorkSettings(JobSettings jobs, JobPrinter.Options output, int retries, Halt halt, boolean isFollowing) {
    CommandTemplate command() {
        return jobs.command();
    }
}
