package dev.multiproc.launcher.job;

import java.io.IOException;

/**
 * Runs one job after another in a shell, since a shell starts a process in a fraction of the time that a JVM takes for it.
 *
 * <p><b>Threads</b>: one runs jobs, others may signal them. <b>Death</b>: a new shell is started if it was killed.
 */
final class JobShell implements AutoCloseable {
    private final ShellGuard guard;
    private final Object lock = new Object();
    private LiveShell shell;
    private JobTree tree;

    JobShell(ShellGuard guard) {
        this.guard = guard;
    }

    /** Starts the shell ahead of its first job. */
    void prepare() throws IOException {
        synchronized (lock) {
            if (shell != null && !shell.isAlive()) {
                discard();
            }
            if (shell == null) {
                shell = new LiveShell();
                if (ShellStart.hasGroups()) {
                    guard.add(shell.handle().pid());
                }
            }
        }
    }

    /**
     * Runs a job to its end. An interrupt does not end it.
     *
     * @param script what replaces the shell of the job
     * @return its exit code
     */
    int run(String script, JobOutput output) throws IOException {
        try {
            return runOnce(script, output);
        } catch (IOException diedBefore) {
            close();
            return runOnce(script, output);
        }
    }

    private int runOnce(String script, JobOutput output) throws IOException {
        prepare();
        LiveShell running;
        synchronized (lock) {
            running = shell;
            tree = new JobTree(running.handle());
        }
        try {
            return running.run(script, output);
        } finally {
            synchronized (lock) {
                tree = null;
            }
        }
    }

    /**
     * Sends a signal to all processes of the running job, and returns when it was sent. Does nothing if none runs.
     *
     * @param signal its name without SIG
     */
    void signal(String signal) throws IOException {
        synchronized (lock) {
            if (tree != null && shell != null) {
                guard.signal(signal, tree.targets());
                if (signal.equals("KILL") && ShellStart.hasGroups()) {
                    discard(); // It dies with its job.
                }
            }
        }
    }

    private void discard() {
        guard.remove(shell.handle().pid());
        shell = null;
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (shell != null) {
                shell.close();
                discard();
            }
        }
    }
}
