package dev.multiproc.pool;

import dev.multiproc.MultiprocessingException;

/**
 * A pool cannot go on: its workers cannot be started, or its initializer has failed. All its tasks fail with this exception; the
 * cause says why. Python's {@code BrokenProcessPool}, except that a worker's death does not break a pool.
 */
public class BrokenPoolException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /**
     * With the cause.
     *
     * @param message what has failed
     * @param cause why
     */
    public BrokenPoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
