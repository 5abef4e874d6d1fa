package dev.multiproc.codec;

import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.StandardCharsets;

/** Encodes one item with all its parts. Used once. */
final class Encoder extends Output {
    /** Deeper than real data, but within the stack of any thread. */
    static final int MAX_DEPTH = 512;

    private final NamedClasses namedClasses = new NamedClasses();
    private int depth;

    /**
     * Encodes an item.
     *
     * @throws SerializationFailure if Java serialization fails on it
     */
    void writeItem(Object item) {
        if (item == null) {
            write(Tag.NULL);
            return;
        }
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("cannot encode an item nested more than " + MAX_DEPTH
                    + " deep, or one that contains itself: flatten it, or send identifiers in place of references");
        }
        int kind = Kinds.of(item.getClass());
        switch (Tag.family(kind)) {
            case Tag.TEXT_FAMILY -> Text.write((String) item, this);
            case Tag.SCALAR_FAMILY -> Scalars.write(kind, item, this);
            case Tag.ARRAY_FAMILY -> PrimitiveArrays.write(kind, item, this);
            case Tag.CONTAINER_FAMILY -> Containers.write(kind, item, this);
            case Tag.OBJECT_FAMILY -> writeObject(kind, item);
            default -> throw new AssertionError(kind);
        }
        depth--;
    }

    private void writeObject(int kind, Object item) {
        if (kind == Tag.LAMBDA) {
            if (!Lambdas.write(item, this)) {
                write(Tag.SERIALIZED);
                writeSerialized(item);
            }
            return;
        }
        write(kind);
        switch (kind) {
            case Tag.RECORD -> shape(item.getClass()).write(item, this);
            case Tag.ENUM -> {
                Enum<?> constant = (Enum<?>) item;
                writeClass(constant.getDeclaringClass());
                writeName(constant.name());
            }
            case Tag.SERIALIZED -> writeSerialized(item);
            default -> throw new AssertionError(kind);
        }
    }

    private static RecordShape shape(Class<?> type) {
        try {
            return RecordShape.of(type);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "cannot encode the record " + type.getName() + ": its module has to open package "
                            + type.getPackageName() + " to " + Encoder.class.getPackageName(),
                    e);
        }
    }

    void writeClass(Class<?> type) {
        int index = namedClasses.indexOf(type);
        writeVarint(index + 1);
        if (index < 0) {
            namedClasses.add(type);
            writeName(type.getName());
        }
    }

    void writeName(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        writeVarint(utf8.length);
        write(utf8);
    }

    /** Adds a checksum, because Java deserialization of damaged bytes may even wait forever for a lock. */
    private void writeSerialized(Object item) {
        int lengthPosition = size();
        writeInt(0);
        writeInt(0);
        int start = size();
        JavaSerialization.writeTo(this, item);
        patchInt(lengthPosition, size() - start);
        patchInt(lengthPosition + Integer.BYTES, checksum(start));
    }
}
