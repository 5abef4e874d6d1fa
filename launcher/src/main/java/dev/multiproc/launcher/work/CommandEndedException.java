package dev.multiproc.launcher.work;

/** A command has ended, so that its process has nothing more to do. */
public final class CommandEndedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandEndedException(String command, int exitCode) {
        super("the command ended with exit code " + exitCode + ": " + command);
        this.exitCode = exitCode;
    }

    /** As a shell has it: 128 and the signal's number after a signal. */
    public int exitCode() {
        return exitCode;
    }
}
