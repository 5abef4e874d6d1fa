package dev.multiproc.internal.session;

import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.launch.ExitStatus;
import java.util.concurrent.TimeUnit;

/** Says which process a dead one was, and how it ended, as far as this process can know. */
final class DeathReport {
    /** A process loses its locks some microseconds before its parent is told of its end. */
    private static final int PATIENCE_MILLIS = 100;

    private DeathReport() {}

    /**
     * Describes a process that is dead and not yet swept.
     *
     * @param process its process, if it is a child of this one; else null
     */
    static String of(ProcessTable processes, int slot, Process process) {
        int mark = processes.exitMark(slot);
        return "process " + processes.name(slot) + ", pid " + processes.pid(slot) + ", "
                + (process != null && hasEnded(process) ? byCode(process.exitValue(), mark) : byMark(mark));
    }

    private static boolean hasEnded(Process process) {
        boolean isInterrupted = Thread.interrupted();
        try {
            return process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            isInterrupted = true;
            return !process.isAlive();
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String byCode(int exitValue, int mark) {
        int code = ExitStatus.of(exitValue, mark == 0 ? ExitStatus.HALTED : mark);
        return code < 0 ? bySignal(-code) : "ended with exit code " + code;
    }

    /** What the process wrote itself before it ended; its exit code is known to its parent only. */
    private static String byMark(int mark) {
        if (mark > 0) {
            return bySignal(mark);
        }
        return (mark == ExitStatus.BY_ITSELF ? "ended by itself" : "was killed, crashed or halted")
                + "; only its parent knows its exit code";
    }

    private static String bySignal(int signal) {
        return "was ended by signal " + signal;
    }
}
