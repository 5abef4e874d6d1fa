package dev.multiproc.pipe;

import java.io.IOException;
import java.io.Serial;

/**
 * The other side was refused, or has refused us, before there was a connection: it speaks something else or another version, was
 * too slow, or went away. {@link AuthenticationException} if it is about the key.
 */
public class HandshakeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message what is wrong with the other side, and what to look at
     */
    public HandshakeException(String message) {
        super(message);
    }

    /**
     * With a message and a cause.
     *
     * @param message what is wrong with the other side
     * @param cause what the socket said
     */
    public HandshakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
