package dev.multiproc.codec;

import java.io.ObjectInputFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An exception on its way to another process: the object, with its stack trace and causes, and its text, for the case that the
 * object cannot be serialized here or read there. Nothing that an exception's own methods throw gets in the way.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class EncodedThrowable {
    private final String trace;
    /** Empty if it cannot be serialized. */
    private final byte[] object;

    private EncodedThrowable(String trace, byte[] object) {
        this.trace = trace;
        this.object = object;
    }

    /**
     * Encodes an exception.
     *
     * @param failure the exception
     * @return its text, and the object if it can be serialized
     */
    public static EncodedThrowable of(Throwable failure) {
        return new EncodedThrowable(traceOf(failure), serialize(failure));
    }

    private static byte[] serialize(Throwable failure) {
        try {
            return new JavaSerialization().write(failure);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // Whoever reads it makes a substitute from the text.
            return new byte[0];
        }
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @param bytes begins with what it gave; its position is moved behind that
     * @return the encoded exception
     * @throws CodecException if the bytes are damaged
     */
    public static EncodedThrowable from(ByteBuffer bytes) {
        return new EncodedThrowable(new String(part(bytes), StandardCharsets.UTF_8), part(bytes));
    }

    private static byte[] part(ByteBuffer bytes) {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw CodecException.damaged("an exception is longer than its bytes");
        }
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    /**
     * The bytes for {@link #from}.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        byte[] text = trace.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + text.length + object.length)
                .putInt(text.length)
                .put(text)
                .putInt(object.length)
                .put(object)
                .array();
    }

    /**
     * The exception's text as {@link Throwable#printStackTrace} gives it where it was thrown.
     *
     * @return text of several lines
     */
    public String trace() {
        return trace;
    }

    /**
     * The first line of {@link #trace}.
     *
     * @return the exception's class and message
     */
    public String firstLine() {
        return trace.lines().findFirst().orElse("unknown failure");
    }

    /**
     * Reads the exception.
     *
     * @return the exception, with the stack trace that it had; if it cannot be read here, a substitute with its text
     */
    public Throwable decode() {
        return decode(null);
    }

    /**
     * Reads the exception, if a filter does not refuse it.
     *
     * @param filter for its classes, or null; beside it the limits and filters of {@link JavaSerialization} hold
     * @return as {@link #decode()} does; a substitute, if the filter refuses it
     */
    public Throwable decode(ObjectInputFilter filter) {
        if (object.length > 0) {
            try {
                JavaSerialization reader = filter == null ? new JavaSerialization() : new JavaSerialization(filter);
                return (Throwable) reader.read(object);
            } catch (Exception | Error e) {
                return substitute(e);
            }
        }
        return substitute(null);
    }

    private RuntimeException substitute(Throwable cause) {
        RuntimeException substitute = new RuntimeException(firstLine(), cause);
        substitute.setStackTrace(new StackTraceElement[0]);
        return substitute;
    }

    /**
     * What {@link Throwable#toString} gives; only the class name if that method throws.
     *
     * @param failure an exception
     * @return its text
     */
    public static String textOf(Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return failure.getClass().getName() + " (its message cannot be had: "
                    + e.getClass().getName() + ")";
        }
    }

    /**
     * What {@link Throwable#printStackTrace} writes. If that method throws, the texts of the exception and its cause, with the
     * exception's stack trace.
     *
     * @param failure an exception
     * @return text of several lines
     */
    public static String traceOf(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text, true));
            return text.toString();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return plainTrace(failure);
        }
    }

    private static String plainTrace(Throwable failure) {
        StringBuilder text = new StringBuilder(textOf(failure)).append('\n');
        try {
            for (StackTraceElement element : failure.getStackTrace()) {
                text.append("\tat ").append(element).append('\n');
            }
            Throwable cause = failure.getCause();
            if (cause != null && cause != failure) {
                text.append("Caused by: ").append(textOf(cause)).append('\n');
            }
        } catch (RuntimeException | StackOverflowError e) {
            text.append("\t(its stack trace cannot be had: ")
                    .append(e.getClass().getName())
                    .append(")\n");
        }
        return text.toString();
    }
}
