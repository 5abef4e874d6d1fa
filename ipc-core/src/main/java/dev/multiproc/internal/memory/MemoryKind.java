package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.SharedObject;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects of this package, as in the object table: 30 to 49. */
public enum MemoryKind {
    INTEGER(30, "SharedInteger", 0),
    LONG(31, "SharedLong", 0),
    DOUBLE(32, "SharedDouble", 0),
    BOOLEAN(33, "SharedBoolean", 0),
    REFERENCE(34, "SharedReference", Byte.BYTES),
    INT_ARRAY(40, "SharedIntArray", Integer.BYTES),
    LONG_ARRAY(41, "SharedLongArray", Long.BYTES),
    DOUBLE_ARRAY(42, "SharedDoubleArray", Double.BYTES),
    BYTE_ARRAY(43, "SharedByteArray", Byte.BYTES),
    MEMORY(44, "SharedMemory", Byte.BYTES);

    private final int code;
    private final String title;
    private final int elementBytes;

    MemoryKind(int code, String title, int elementBytes) {
        this.code = code;
        this.title = title;
        this.elementBytes = elementBytes;
    }

    /** In the object table. */
    public int code() {
        return code;
    }

    /** Its public type. */
    public String title() {
        return title;
    }

    /** How much so many elements of an array of this kind take. */
    long bytes(int count) {
        return (long) count * elementBytes;
    }

    /** The kind of that code; empty if it is none of this package. */
    public static Optional<MemoryKind> of(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }

    /** Attaches to an object of this kind whose words stand at an offset in the control file. */
    public SharedObject open(MemoryHome home, String name, int words) {
        return switch (this) {
            case INTEGER -> new MappedInteger(home, name, words);
            case LONG -> new MappedLong(home, name, words);
            case DOUBLE -> new MappedDouble(home, name, words);
            case BOOLEAN -> new MappedBoolean(home, name, words);
            case REFERENCE -> new MappedReference<>(home, name, words);
            case INT_ARRAY -> new MappedIntArray(home, name, words);
            case LONG_ARRAY -> new MappedLongArray(home, name, words);
            case DOUBLE_ARRAY -> new MappedDoubleArray(home, name, words);
            case BYTE_ARRAY -> new MappedByteArray(home, name, words);
            case MEMORY -> new MappedMemory(home, name, words);
        };
    }
}
