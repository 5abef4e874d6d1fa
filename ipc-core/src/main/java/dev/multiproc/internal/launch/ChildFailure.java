package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import java.util.List;

/** The exceptions that tell how a child ended badly. */
public final class ChildFailure {
    private ChildFailure() {}

    /** For a child whose task threw, or whose JVM did not start: adds what is known at its end. */
    public static ChildFailedException complete(ChildFailedException failure, int exitCode, List<String> lastLines) {
        return new ChildFailedException(
                failure.getMessage(), failure.getCause(), failure.remoteTrace(), exitCode, lastLines);
    }

    /** For a child that was ended by a signal or an exit code. */
    public static ChildFailedException ofExit(String name, long pid, int exitCode, List<String> lastLines) {
        String lines = lastLines.isEmpty()
                ? ""
                : "; its last lines:" + System.lineSeparator() + String.join(System.lineSeparator(), lastLines);
        return new ChildFailedException(description(name, pid, exitCode) + lines, null, "", exitCode, lastLines);
    }

    /**
     * Throws what is known of a child that did not end well, with the stack trace of the calling thread.
     *
     * @param failure null for a child that this process ended
     */
    public static void throwIfFailed(ChildFailedException failure, String name, long pid, int exitCode) {
        if (failure != null) {
            throw complete(failure, failure.exitCode(), failure.lastLines());
        }
        if (exitCode != 0) {
            throw ofExit(name, pid, exitCode, List.of());
        }
    }

    /** How a child ended. */
    public static String description(String name, long pid, int exitCode) {
        return "child process " + name + " (pid " + pid + ") "
                + (exitCode < 0 ? "was ended by signal " + -exitCode : "ended with exit code " + exitCode);
    }
}
