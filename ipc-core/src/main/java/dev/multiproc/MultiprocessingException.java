package dev.multiproc;

/**
 * A problem with the machine or the session: a full disk, a directory without permission, a session of another version.
 * The message says what was attempted, on which path, and what to do about it.
 */
public class MultiprocessingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with a message only.
     *
     * @param message what went wrong, where, and what to do
     */
    public MultiprocessingException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what went wrong, where, and what to do
     * @param cause the exception of the operating system or the JDK
     */
    public MultiprocessingException(String message, Throwable cause) {
        super(message, cause);
    }
}
