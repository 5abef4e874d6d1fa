package dev.multiproc.launcher;

/** What the command line's exit codes mean. */
public final class ExitCode {
    /** The work was done. */
    public static final int DONE = 0;
    /** A check failed: items lost, dead-lettered or finished twice; or an error of the environment, such as a full disk. */
    public static final int CHECK_FAILED = 1;
    /** Wrong arguments. */
    public static final int WRONG_ARGUMENTS = 2;
    /** A child ended with an exit code other than 0. */
    public static final int CHILD_FAILED = 3;
    /** A child was ended by a signal. */
    public static final int CHILD_KILLED = 4;
    /** {@code --timeout} ran out. */
    public static final int TIMED_OUT = 124;
    /** Added to a signal's number when the command was interrupted: 130 for SIGINT, 143 for SIGTERM. */
    public static final int SIGNAL_BASE = 128;

    /** The reader of the output has closed the pipe: the same exit code as after SIGPIPE, and no message. */
    public static final int BROKEN_PIPE = SIGNAL_BASE + 13;

    private ExitCode() {}
}
