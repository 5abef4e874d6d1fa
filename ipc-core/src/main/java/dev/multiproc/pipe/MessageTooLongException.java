package dev.multiproc.pipe;

import java.io.IOException;
import java.io.Serial;

/** A message is longer than the caller accepts; it can still be received with more room. Python's {@code BufferTooShort}. */
public class MessageTooLongException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The message's length in bytes. */
    private final int length;

    /**
     * With the two lengths.
     *
     * @param length the message's length in bytes
     * @param maxBytes what the caller accepts
     */
    public MessageTooLongException(int length, int maxBytes) {
        super("the message is longer than the caller accepts, bytes=" + length + ", accepted=" + maxBytes);
        this.length = length;
    }

    /**
     * How long the message is.
     *
     * @return its length in bytes
     */
    public int length() {
        return length;
    }
}
