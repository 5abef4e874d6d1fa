package dev.multiproc.launcher.job;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends jobs that take too long, and the youngest job when memory runs short. */
final class JobLimits implements AutoCloseable {
    private static final long MEMORY_LOOK_MILLIS = 500;
    private static final int ALL_PERCENT = 100;

    private final JobSettings settings;
    private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();
    private final MedianTime median = new MedianTime();
    private final ScheduledThreadPoolExecutor clock;

    JobLimits(JobSettings settings) {
        this.settings = settings;
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "limits of jobs");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        if (settings.freeMemoryBytes().isPresent()) {
            long least = settings.freeMemoryBytes().orElseThrow();
            Future<?> unused = clock.scheduleWithFixedDelay(
                    () -> lookAtMemory(least), MEMORY_LOOK_MILLIS, MEMORY_LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    Set<RunningJob> running() {
        return running;
    }

    void begin(RunningJob job) {
        running.add(job);
        if (settings.timeLimit().isPresent()) {
            limit().ifPresent(limit -> endAfter(limit, job));
        }
    }

    void end(RunningJob job, JobResult result) {
        running.remove(job);
        if (result.isSuccess()
                && settings.timeLimit().filter(limit -> limit.fixed().isEmpty()).isPresent()) {
            median.add(result.time());
            // Those that began before the median was known.
            limit().ifPresent(limit -> running.forEach(other -> endAfter(limit, other)));
        }
    }

    private Optional<Duration> limit() {
        TimeLimit limit = settings.timeLimit().orElseThrow();
        return limit.fixed().isPresent()
                ? limit.fixed()
                : median.median().map(time -> time.multipliedBy(limit.percent()).dividedBy(ALL_PERCENT));
    }

    private void endAfter(Duration limit, RunningJob job) {
        if (job.claimLimit()) {
            long leftNanos = limit.toNanos() - (System.nanoTime() - job.startNanos());
            Future<?> unused = clock.schedule(() -> endIfRunning(job), leftNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void endIfRunning(RunningJob job) {
        if (running.contains(job)) {
            job.terminate(settings.termination(), JobEnd.TIMED_OUT);
        }
    }

    /** As GNU parallel does it, but the only job goes on: it would find no more memory when it is run again. */
    private void lookAtMemory(long leastBytes) {
        if (running.size() > 1 && FreeMemory.bytes() < leastBytes / 2) {
            running.stream()
                    .max(Comparator.comparingLong(RunningJob::startNanos))
                    .ifPresent(youngest -> youngest.terminate(settings.termination(), JobEnd.OUT_OF_MEMORY));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
