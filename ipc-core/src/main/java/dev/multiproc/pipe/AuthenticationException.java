package dev.multiproc.pipe;

import java.io.Serial;

/** The two sides of a connection have different keys, or one of them has none. Python's {@code AuthenticationError}. */
public class AuthenticationException extends HandshakeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message which side has which key; the keys are not shown
     */
    public AuthenticationException(String message) {
        super(message);
    }
}
