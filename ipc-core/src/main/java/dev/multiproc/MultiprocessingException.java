package dev.multiproc;

/**
 * Trouble with the machine or the session: a full disk, a directory that is not ours, another version's session. The
 * message says what was being done, to which path, and what to do about it.
 */
public class MultiprocessingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message alone.
     *
     * @param message what went wrong, where, and what to do
     */
    public MultiprocessingException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message what went wrong, where, and what to do
     * @param cause what the machine said
     */
    public MultiprocessingException(String message, Throwable cause) {
        super(message, cause);
    }
}
