package dev.multiproc.launcher.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs jobs: one command for each item, several at once. Each of its slots is used by one thread at a time.
 *
 * <p><b>Death</b>: if this process is killed, running jobs are ended: by SIGTERM, and a second later by SIGKILL.
 */
public final class JobRunner implements AutoCloseable {
    private final JobSettings settings;
    private final ShellGuard guard = new ShellGuard();
    private final List<JobShell> shells = new ArrayList<>();
    private final JobLimits limits;
    private final JobLog log;
    private final ResultsDirectory results;

    /**
     * Prepares to run jobs.
     *
     * @throws IOException if the job log cannot be written
     */
    public JobRunner(JobSettings settings) throws IOException {
        this.settings = settings;
        log = settings.jobLog().isPresent() ? new JobLog(settings.jobLog().orElseThrow()) : null;
        results = settings.results().map(ResultsDirectory::new).orElse(null);
        limits = new JobLimits(settings);
        for (int slot = 1; slot <= settings.slots(); slot++) {
            shells.add(new JobShell(guard));
        }
    }

    /** Starts the shell of a slot, so that its first job does not wait for it. */
    public void prepare(int slot) throws IOException {
        shells.get(slot - 1).prepare();
    }

    /**
     * Runs a job to its end.
     *
     * <p><b>Blocking</b>: until the job's end; an interrupt changes nothing.
     *
     * @param job with an item that its command can take; see {@link CommandTemplate#refusal}
     * @param output gets what it writes, up to its end
     * @return how it ended
     * @throws IOException if no shell can be started, or the job log or its results cannot be written; then it may have run
     */
    public JobResult run(Job job, JobOutput output) throws IOException {
        String script = settings.command().script(job.item(), job.sequence(), job.slot());
        JobShell shell = shells.get(job.slot() - 1);
        JobResult result;
        if (results == null) {
            result = run(job, script, shell, new CountedOutput(output, null));
        } else {
            try (ResultsDirectory.JobFiles files = results.create(job)) {
                result = run(job, script, shell, new CountedOutput(output, files));
            }
        }
        if (log != null) {
            log.add(result, settings.command().text(job.item(), job.sequence(), job.slot()));
        }
        return result;
    }

    private JobResult run(Job job, String script, JobShell shell, CountedOutput output) throws IOException {
        RunningJob running = new RunningJob(job, shell);
        Instant start = Instant.now();
        limits.begin(running);
        int exitCode;
        try {
            exitCode = shell.run(script, output);
        } finally {
            running.markEnded();
            limits.running().remove(running);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - running.startNanos());
        JobResult result = new JobResult(job, start, time, exitCode, output.outBytes(), running.end());
        limits.end(running, result);
        return result;
    }

    /** Ends all running jobs by the sequence of signals of the settings. Does not wait. */
    public void terminateAll() {
        limits.running().forEach(job -> job.terminate(settings.termination(), JobEnd.STOPPED));
    }

    /**
     * Sends a signal to all running jobs, which count as stopped then.
     *
     * @param signal its name without SIG
     */
    public void signalAll(String signal) throws IOException {
        for (RunningJob job : limits.running()) {
            job.signal(signal, JobEnd.STOPPED);
        }
    }

    @Override
    public void close() throws IOException {
        limits.close();
        shells.forEach(JobShell::close);
        guard.close();
        if (log != null) {
            log.close();
        }
    }

    /** Counts the bytes, and passes them to files too. */
    private static final class CountedOutput implements JobOutput {
        private final JobOutput output;
        private final JobOutput files;
        private volatile long outBytes;

        CountedOutput(JobOutput output, JobOutput files) {
            this.output = output;
            this.files = files;
        }

        long outBytes() {
            return outBytes;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread calls this.
        public void out(byte[] bytes, int offset, int length) {
            outBytes += length;
            output.out(bytes, offset, length);
            if (files != null) {
                files.out(bytes, offset, length);
            }
        }

        @Override
        public void err(byte[] bytes, int offset, int length) {
            output.err(bytes, offset, length);
            if (files != null) {
                files.err(bytes, offset, length);
            }
        }
    }
}
