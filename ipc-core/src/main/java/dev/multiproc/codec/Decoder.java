package dev.multiproc.codec;

import java.nio.charset.StandardCharsets;

/** Decodes one item with all its parts. Used once. */
final class Decoder extends Input {
    /** Class files cannot contain longer names. */
    private static final int MAX_NAME_BYTES = 0xffff;

    private final ClassFinder classes;
    private final JavaSerialization serialization;
    private final NamedClasses namedClasses = new NamedClasses();
    private int depth;

    Decoder(byte[] bytes, int offset, int length, JavaSerialization serialization) {
        super(bytes, offset, length);
        this.classes = serialization.classes();
        this.serialization = serialization;
    }

    /** Decodes the whole input as one item, and checks that nothing follows it. */
    Object readWhole() {
        Object item = readItem();
        if (item == null) {
            throw CodecException.damaged("no item is null");
        }
        if (!isAtEnd()) {
            throw CodecException.damaged("something follows the item");
        }
        return item;
    }

    Object readItem() {
        return readBody(readTag());
    }

    private Object readBody(int tag) {
        if (++depth > Encoder.MAX_DEPTH) {
            throw CodecException.damaged("nested more than " + Encoder.MAX_DEPTH + " deep");
        }
        Object item =
                switch (Tag.family(tag)) {
                    case Tag.TEXT_FAMILY -> Text.read(tag, this);
                    case Tag.SCALAR_FAMILY -> Scalars.read(tag, this);
                    case Tag.ARRAY_FAMILY -> PrimitiveArrays.read(tag, this);
                    case Tag.CONTAINER_FAMILY -> Containers.read(tag, this);
                    case Tag.OBJECT_FAMILY -> readObject(tag);
                    default -> throw CodecException.unknownTag(tag);
                };
        depth--;
        return item;
    }

    private Object readObject(int tag) {
        return switch (tag) {
            case Tag.RECORD -> readRecord();
            case Tag.ENUM -> readEnum();
            case Tag.SERIALIZED -> readSerialized();
            case Tag.LAMBDA -> Lambdas.read(this);
            default -> throw CodecException.unknownTag(tag);
        };
    }

    private Object readSerialized() {
        int length = readInt();
        int checksum = readInt();
        int start = take(length);
        if (Output.checksum(bytes(), start, length) != checksum) {
            throw CodecException.damaged("the checksum of a serialized object is wrong");
        }
        return serialization.read(bytes(), start, length);
    }

    private Object readRecord() {
        Class<?> type = readClass();
        if (!type.isRecord()) {
            throw differs(type, "it is no record here", null);
        }
        return RecordShape.of(type).read(this);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Enum.valueOf checks the name; the class is checked here
    private Object readEnum() {
        Class<?> type = readClass();
        String name = readName();
        if (!type.isEnum()) {
            throw differs(type, "it is no enum here", null);
        }
        try {
            return Enum.valueOf((Class<? extends Enum>) type, name);
        } catch (IllegalArgumentException e) {
            throw differs(type, "it has no constant " + name + " here", e);
        }
    }

    static CodecException differs(Class<?> type, String how, Throwable cause) {
        return CodecException.refused(
                type.getName(),
                "the class differs between the processes (" + how + "): start them with the same class path",
                cause);
    }

    Class<?> readClass() {
        long index = readVarint();
        if (index != 0) {
            return namedClasses.get(index - 1);
        }
        Class<?> type = classes.find(readName());
        namedClasses.add(type);
        return type;
    }

    Class<?> findClass(String name) {
        return classes.find(name);
    }

    String readName() {
        int length = readCount(1);
        if (length > MAX_NAME_BYTES) {
            throw CodecException.damaged("a name of " + length + " bytes");
        }
        return new String(bytes(), take(length), length, StandardCharsets.UTF_8);
    }
}
