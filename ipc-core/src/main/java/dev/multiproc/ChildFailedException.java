package dev.multiproc;

import java.util.List;
import java.util.OptionalInt;

/**
 * Reports to the parent that a child ended badly. If its task threw an exception, that exception is the cause, with the
 * child's stack trace.
 *
 * @see ChildProcess#failure()
 * @see ChildProcess#joinOrThrow()
 */
public class ChildFailedException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /** The stack trace as the child printed it. */
    private final String remoteTrace;

    /** As of {@link ChildProcess#exitCode()}. */
    private final int exitCode;

    /** What the child wrote last. */
    @SuppressWarnings("serial") // It is one of the JDK's immutable lists.
    private final List<String> lastLines;

    /**
     * Created by the library when a child has failed.
     *
     * @param message names the child, and how it ended
     * @param cause the exception that its task threw; null if a signal or an exit code ended it
     * @param remoteTrace the stack trace as the child printed it; empty if it did not
     * @param exitCode as of {@link ChildProcess#exitCode()}
     * @param lastLines what the child wrote last
     */
    public ChildFailedException(
            String message, Throwable cause, String remoteTrace, int exitCode, List<String> lastLines) {
        super(message, cause);
        this.remoteTrace = remoteTrace;
        this.exitCode = exitCode;
        this.lastLines = List.copyOf(lastLines);
    }

    /**
     * The stack trace as the child printed it; for a child whose JVM did not start, what the JVM printed.
     *
     * @return text of several lines; empty if the child was ended by a signal or an exit code
     */
    public String remoteTrace() {
        return remoteTrace;
    }

    /**
     * How the child ended.
     *
     * @return as of {@link ChildProcess#exitCode()}
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * The signal that ended the child.
     *
     * @return its number; empty if no signal did
     */
    public OptionalInt signal() {
        return exitCode < 0 ? OptionalInt.of(-exitCode) : OptionalInt.empty();
    }

    /**
     * What the child wrote last: up to 20 lines of each stream and 8 Ki characters, in the order in which they came; of a file
     * its last lines, which may be those of another child that appends to it. Known only for a child whose output goes to
     * {@linkplain ChildOutput#lines lines} or to a file.
     *
     * @return the lines; empty if they are not known
     */
    public List<String> lastLines() {
        return lastLines;
    }
}
