package dev.multiproc.pipe;

import java.io.IOException;
import java.io.Serial;

/** Nobody has the other end of the pipe any more: it was closed, or those who had it are dead. Python's {@code BrokenPipeError}. */
public class BrokenPipeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message what was tried, and who had the other end
     */
    public BrokenPipeException(String message) {
        super(message);
    }
}
