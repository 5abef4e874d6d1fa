package dev.multiproc;

/**
 * Tells a parent that a child's task threw. The cause is what it threw, with the child's stack trace.
 *
 * @see ChildProcess#failure()
 */
public class ChildFailedException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /** The stack trace as the child printed it. */
    private final String remoteTrace;

    /**
     * Made by the library when a child has failed.
     *
     * @param message names the child
     * @param cause what its task threw
     * @param remoteTrace the stack trace as the child printed it
     */
    public ChildFailedException(String message, Throwable cause, String remoteTrace) {
        super(message, cause);
        this.remoteTrace = remoteTrace;
    }

    /**
     * The stack trace as the child printed it.
     *
     * @return many lines of text
     */
    public String remoteTrace() {
        return remoteTrace;
    }
}
