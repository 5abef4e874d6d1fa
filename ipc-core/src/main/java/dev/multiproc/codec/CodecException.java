package dev.multiproc.codec;

/** Bytes that cannot be turned into an object here: a class is missing, a filter refuses it, or they are damaged. */
public class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String typeName;

    /**
     * An exception that names the type at fault.
     *
     * @param message what could not be decoded
     * @param typeName the class at fault, or a description where no class is known
     * @param cause why
     */
    public CodecException(String message, String typeName, Throwable cause) {
        super(message, cause);
        this.typeName = typeName;
    }

    /**
     * The class that could not be decoded.
     *
     * @return a class name, or a description where no class is known
     */
    public String typeName() {
        return typeName;
    }
}
