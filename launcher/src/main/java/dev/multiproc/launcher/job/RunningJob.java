package dev.multiproc.launcher.job;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A job that runs, and may be ended. */
final class RunningJob {
    private final Job job;
    private final JobShell shell;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<JobEnd> end = new AtomicReference<>(JobEnd.BY_ITSELF);
    private boolean hasLimit;

    RunningJob(Job job, JobShell shell) {
        this.job = job;
        this.shell = shell;
    }

    Job job() {
        return job;
    }

    long startNanos() {
        return startNanos;
    }

    JobEnd end() {
        return end.get();
    }

    /** Returns true the first time only. */
    synchronized boolean claimLimit() {
        boolean isFirst = !hasLimit;
        hasLimit = true;
        return isFirst;
    }

    void markEnded() {
        ended.countDown();
    }

    /** Sends it a signal; it does not end by itself any more. */
    void signal(String signal, JobEnd reason) throws IOException {
        if (ended.getCount() > 0) {
            end.compareAndSet(JobEnd.BY_ITSELF, reason);
            shell.signal(signal);
        }
    }

    /** Ends it by a sequence of signals, on a thread of its own, so that nobody waits. The last resort is a kill. */
    void terminate(TermSequence sequence, JobEnd reason) {
        Thread thread = new Thread(() -> terminateNow(sequence, reason), "end job " + job.sequence());
        thread.setDaemon(true);
        thread.start();
    }

    private void terminateNow(TermSequence sequence, JobEnd reason) {
        try {
            for (TermSequence.Step step : sequence.steps()) {
                signal(step.signal(), reason);
                if (ended.await(step.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            signal("KILL", reason);
        } catch (IOException e) {
            System.err.println("multiproc: cannot end job " + job.sequence() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
