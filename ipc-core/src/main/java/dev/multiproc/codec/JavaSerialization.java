package dev.multiproc.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Objects;

/**
 * Java serialization with errors that name the field at fault, and with limits and filters for reading. It takes the
 * part that {@code pickle} has in Python's {@code multiprocessing}.
 *
 * <p>Classes are found with the thread's context class loader, then with the class loader of this library. Within one
 * serialized object, several references to one object stay references to one object. What is read must pass fixed
 * limits (depth, number of objects, arrays no larger than the bytes that fill them), the filter given here and the
 * JVM-wide filter ({@code jdk.serialFilter}). Each of these can reject; none replaces another.
 *
 * <p><b>Threads</b>: safe for use by many threads at once.
 */
public final class JavaSerialization {
    private final ObjectInputFilter filter;
    private final ClassFinder classes;

    /** Creates an instance that applies only the limits and the JVM-wide filter. */
    public JavaSerialization() {
        this.filter = null;
        this.classes = new ClassFinder(null);
    }

    /**
     * Creates an instance that also applies your own filter.
     *
     * @param filter applied to every class, array and reference that is read
     */
    public JavaSerialization(ObjectInputFilter filter) {
        this.filter = Objects.requireNonNull(filter, "filter");
        this.classes = new ClassFinder(filter);
    }

    /**
     * Serializes an object.
     *
     * @param object may be null
     * @return its bytes, for {@link #read}
     * @throws IllegalArgumentException if something in it cannot be serialized; the message names the path to it
     */
    public byte[] write(Object object) {
        Output out = new Output();
        try {
            writeTo(out, object);
        } catch (SerializationFailure e) {
            throw SerializationPath.refusal(object, e.reason(), type -> false, (part, ownRules) -> tryToWrite(part));
        }
        return out.toByteArray();
    }

    /**
     * Deserializes an object.
     *
     * @param bytes the result of {@link #write}, in this process or in another
     * @return the object; null if null was written
     * @throws CodecException if a class is missing or rejected, or the bytes are damaged
     */
    public Object read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    /** Throws {@link SerializationFailure} if the object cannot be written. */
    static void writeTo(Output out, Object object) {
        int start = out.size();
        WatchedObjectOutput watched;
        try (WatchedObjectOutput stream = new WatchedObjectOutput(out)) {
            stream.writeObject(object);
            watched = stream;
        } catch (IOException | RuntimeException e) {
            throw new SerializationFailure(e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "cannot serialize " + object.getClass().getName()
                            + ": it is nested too deeply for Java serialization; send its parts as a list",
                    e);
        }
        int length = out.size() - start;
        if (watched.isSuspicious(length)) {
            checkReadable(out, start, length, object);
        }
    }

    /**
     * Rejects an object that no process could read again. If the trial read fails for another reason than a limit, the
     * object is accepted: other processes may be able to read it.
     */
    private static void checkReadable(Output out, int start, int length, Object object) {
        DeserializationLimits limits = new DeserializationLimits(length, null);
        try (ContextObjectInputStream in = new ContextObjectInputStream(out.view(start, length), limits)) {
            readFrom(in, limits);
        } catch (CodecException | IOException e) {
            boolean isTooDeep = e.getCause() instanceof StackOverflowError;
            if (limits.isBroken() || isTooDeep) {
                String reason = isTooDeep ? "it is nested too deeply for a thread's stack" : limits.reason();
                throw new IllegalArgumentException(
                        "cannot serialize " + TypeNames.of(object.getClass()) + ", which could not be read again: "
                                + reason + "; send it in parts",
                        e);
            }
        }
    }

    static void tryToWrite(Object object) {
        writeTo(new Output(), object);
    }

    ClassFinder classes() {
        return classes;
    }

    Object read(byte[] bytes, int offset, int length) {
        DeserializationLimits limits = new DeserializationLimits(length, filter);
        try (ContextObjectInputStream in =
                new ContextObjectInputStream(new ByteArrayInputStream(bytes, offset, length), limits)) {
            return readFrom(in, limits);
        } catch (IOException e) {
            throw CodecException.damaged("no start of a serialized object", e);
        }
    }

    private static Object readFrom(ContextObjectInputStream in, DeserializationLimits limits) {
        try {
            return in.readObject();
        } catch (CodecException e) {
            throw e;
        } catch (ClassNotFoundException | IOException | RuntimeException | LinkageError | StackOverflowError e) {
            throw explain(in, limits, e);
        }
    }

    private static CodecException explain(
            ContextObjectInputStream in, DeserializationLimits limits, Throwable failure) {
        if (limits.refusedType() != null) {
            return CodecException.refused(limits.refusedType(), limits.reason(), failure);
        }
        if (in.missingType() != null) {
            return CodecException.missing(in.missingType(), failure);
        }
        if (in.firstType() == null) {
            return CodecException.damaged("no serialized object", failure);
        }
        if (failure instanceof StackOverflowError) {
            return CodecException.refused(in.firstType(), "it is nested too deeply for this thread's stack", failure);
        }
        return CodecException.refused(in.firstType(), "it cannot be deserialized: " + failure, failure);
    }
}
