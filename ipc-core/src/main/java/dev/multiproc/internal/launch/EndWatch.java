package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.Journal;

/**
 * A thread that waits for a process's end and then runs an action. Not the JDK's {@code Process.onExit}: its futures are
 * completed in the common pool, whose threads may all be blocked in the user's code.
 */
public final class EndWatch implements Runnable {
    private final Process process;
    private final Runnable then;

    private EndWatch(Process process, Runnable then) {
        this.process = process;
        this.then = then;
    }

    public static void start(Process process, Runnable then) {
        Thread thread = new Thread(new EndWatch(process, then), "multiproc-end-" + process.pid());
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for a process's end, even if this thread is interrupted; the interrupt is kept for later. */
    public static void await(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        await(process);
        try {
            then.run();
        } catch (RuntimeException | Error e) {
            Journal.warn(EndWatch.class, "clearing up after process " + process.pid() + " failed", e);
        }
    }
}
