package dev.multiproc.manager;

import dev.multiproc.MultiprocessingException;

/**
 * A call to a managed object could not be made, or its outcome is not known: the manager has been closed, its process has died, the
 * object is gone, a time limit is up, or the result cannot be sent. What the object itself throws arrives as it is.
 */
public class ManagerException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message only.
     *
     * @param message what went wrong, with which manager, and what to do
     */
    public ManagerException(String message) {
        super(message);
    }

    /**
     * With the cause.
     *
     * @param message what went wrong, with which manager, and what to do
     * @param cause why
     */
    public ManagerException(String message, Throwable cause) {
        super(message, cause);
    }
}
