package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The process of a shell that runs one job after another. It gets a script for each job on its standard input. Both of its output
 * streams are the jobs' own, with a marker after each job, which has the exit code on standard output.
 */
final class LiveShell {
    /** The exit code of a job whose shell was killed. */
    static final int KILLED = 128 + 9;

    /** How long output is waited for after the shell's death: a process that its job left behind may keep the streams for ever. */
    private static final Executor LAST_OUTPUT = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

    private final Process process;
    private final String marker = "\u0001" + UUID.randomUUID() + " ";
    private volatile Run current = new Run(null);

    private static final class Run {
        private final JobOutput output;
        private final CountDownLatch openStreams = new CountDownLatch(2);
        private volatile int exitCode = KILLED;

        Run(JobOutput output) {
            this.output = output;
        }
    }

    LiveShell() throws IOException {
        process = ShellStart.start(ProcessBuilder.Redirect.PIPE);
        // What the shell itself has to say, such as that a job was killed, is no output of the job.
        write(ShellStart.SURVIVE + "exec 3>&1 4>&2 >/dev/null 2>&1\n");
        byte[] markerBytes = ShellText.bytes(marker);
        read("output of jobs", process.getInputStream(), markerBytes, true);
        read("errors of jobs", process.getErrorStream(), markerBytes, false);
        CompletableFuture<Void> unused = process.onExit().thenRunAsync(this::giveUp, LAST_OUTPUT);
    }

    private void read(String name, InputStream stream, byte[] markerBytes, boolean isStandardOutput) {
        MarkedStream jobs = new MarkedStream(stream, markerBytes);
        Thread reader = new Thread(() -> readAll(jobs, isStandardOutput), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(MarkedStream jobs, boolean isStandardOutput) {
        String end = "";
        while (end != null) {
            end = readJob(jobs, isStandardOutput);
            Run run = current;
            if (end != null && isStandardOutput) {
                run.exitCode = Integer.parseInt(end);
            }
            run.openStreams.countDown();
        }
    }

    private String readJob(MarkedStream jobs, boolean isStandardOutput) {
        try {
            return jobs.readJob((bytes, offset, length) -> pass(isStandardOutput, bytes, offset, length));
        } catch (IOException closed) {
            return null;
        }
    }

    private void pass(boolean isStandardOutput, byte[] bytes, int offset, int length) {
        JobOutput output = current.output;
        if (output == null) {
            return; // Before the first job.
        }
        if (isStandardOutput) {
            output.out(bytes, offset, length);
        } else {
            output.err(bytes, offset, length);
        }
    }

    private void giveUp() {
        Run run = current;
        run.openStreams.countDown();
        run.openStreams.countDown();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Runs a job to its end.
     *
     * @param script what replaces the shell of the job
     * @return its exit code
     * @throws IOException if the shell has died before it
     */
    int run(String script, JobOutput output) throws IOException {
        Run run = new Run(output);
        current = run;
        write("( " + script + " 3>&- 4>&- ) </dev/null >&3 2>&4; echo '" + marker + "'$? >&3; echo '" + marker
                + "' >&4\n");
        boolean isInterrupted = false;
        while (run.openStreams.getCount() > 0) {
            try {
                run.openStreams.await();
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return run.exitCode;
    }

    private void write(String text) throws IOException {
        OutputStream commands = process.getOutputStream();
        commands.write(ShellText.bytes(text));
        commands.flush();
    }

    /** Ends the shell after its job. A process that a job has left behind goes on. */
    void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException endedBefore) {
            process.destroyForcibly();
        }
    }
}
