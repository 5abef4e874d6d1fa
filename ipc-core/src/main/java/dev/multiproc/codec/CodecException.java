package dev.multiproc.codec;

/**
 * Thrown when bytes cannot be decoded in this process: a class is missing, a filter rejects it, or the bytes are
 * damaged.
 */
public class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String NO_TYPE = "damaged bytes";

    /** The class at fault, or a description where no class is known. */
    private final String typeName;

    /**
     * An exception that names the type at fault.
     *
     * @param message what could not be decoded
     * @param typeName the class at fault, or a description if the class is unknown
     * @param cause why
     */
    public CodecException(String message, String typeName, Throwable cause) {
        super(message, cause);
        this.typeName = typeName;
    }

    static CodecException damaged(String detail) {
        return damaged(detail, null);
    }

    static CodecException damaged(String detail, Throwable cause) {
        return new CodecException("cannot decode damaged bytes, or bytes of another codec: " + detail, NO_TYPE, cause);
    }

    static CodecException unknownTag(int tag) {
        return damaged("nothing is written as 0x" + Integer.toHexString(tag & 0xff));
    }

    static CodecException missing(String typeName, Throwable cause) {
        return refused(typeName, "the class is not on the class path of this process", cause);
    }

    static CodecException refused(String typeName, String reason, Throwable cause) {
        String type = typeName.isBlank() ? NO_TYPE : typeName;
        return new CodecException("cannot decode " + type + ": " + reason, type, cause);
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
