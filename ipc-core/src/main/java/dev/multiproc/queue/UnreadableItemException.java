package dev.multiproc.queue;

import dev.multiproc.MultiprocessingException;

/**
 * Thrown when an item cannot be decoded in this process: its class is missing, or the deserialization filter rejects
 * it. The item is not lost: it is given back, or becomes a dead letter if it has reached its delivery limit.
 */
public class UnreadableItemException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /** The class at fault, or a description where no class is known. */
    private final String typeName;

    /**
     * Created by the library.
     *
     * @param message names the queue and the type
     * @param typeName the class at fault, or a description if the class is unknown
     * @param cause why it could not be decoded
     */
    public UnreadableItemException(String message, String typeName, Throwable cause) {
        super(message, cause);
        this.typeName = typeName;
    }

    /**
     * The class that could not be decoded.
     *
     * @return a class name, or a description if the class is unknown
     */
    public String typeName() {
        return typeName;
    }
}
