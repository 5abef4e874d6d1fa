package dev.multiproc.queue;

import dev.multiproc.MultiprocessingException;

/**
 * An item was taken whose bytes cannot be turned into an object here: its class is missing, or the deserialization
 * filter refuses it. The item is not lost: it is given back, or dead-lettered past its delivery limit.
 */
public class UnreadableItemException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /** The class at fault, or a description where no class is known. */
    private final String typeName;

    /**
     * Made by the library.
     *
     * @param message names the queue and the type
     * @param typeName the class at fault, or a description where no class is known
     * @param cause why it could not be read
     */
    public UnreadableItemException(String message, String typeName, Throwable cause) {
        super(message, cause);
        this.typeName = typeName;
    }

    /**
     * The class that could not be read.
     *
     * @return a class name, or a description where no class is known
     */
    public String typeName() {
        return typeName;
    }
}
