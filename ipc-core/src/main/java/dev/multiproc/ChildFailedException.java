package dev.multiproc;

/**
 * Reports to the parent that the task of a child threw an exception. The cause is that exception, with the child's
 * stack trace.
 *
 * @see ChildProcess#failure()
 */
public class ChildFailedException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /** The stack trace as the child printed it. */
    private final String remoteTrace;

    /**
     * Created by the library when a child has failed.
     *
     * @param message names the child
     * @param cause the exception that its task threw
     * @param remoteTrace the stack trace as the child printed it
     */
    public ChildFailedException(String message, Throwable cause, String remoteTrace) {
        super(message, cause);
        this.remoteTrace = remoteTrace;
    }

    /**
     * The stack trace as the child printed it.
     *
     * @return text of several lines
     */
    public String remoteTrace() {
        return remoteTrace;
    }
}
