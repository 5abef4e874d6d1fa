package dev.multiproc.launcher.inspect;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java cannot send itself. */
public enum ProcessSignal {
    /** Stops a process until it is continued. */
    STOP,
    /** Continues a stopped process. */
    CONTINUE("CONT"),
    /** Makes a JVM print the stacks of its threads to its standard output. */
    QUIT;

    private static final int LIMIT_SECONDS = 10;

    private final String shortName;

    ProcessSignal() {
        shortName = name();
    }

    ProcessSignal(String shortName) {
        this.shortName = shortName;
    }

    /**
     * Sends the signal, by the shell's own {@code kill}.
     *
     * @param pid of the process
     * @throws MultiprocessingException if it could not be sent: the process is gone, or is another user's
     * @throws IOException if there is no shell
     * @throws InterruptedException if interrupted while waiting
     */
    public void send(long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", shortName, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            kill.destroyForcibly();
            throw new MultiprocessingException("cannot send SIG" + shortName + " to process " + pid);
        }
    }
}
