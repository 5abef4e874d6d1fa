package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.SharedObject;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects in this package, with their codes in the object table: 30 to 49. */
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

    /** The code in the object table. */
    public int code() {
        return code;
    }

    /** The name of its public type. */
    public String title() {
        return title;
    }

    /** The size in bytes of {@code count} elements of an array of this kind. */
    long bytes(int count) {
        return (long) count * elementBytes;
    }

    /** The kind with this code; empty if it is not of this package. */
    public static Optional<MemoryKind> of(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }

    /** Attaches to an object of this kind whose fields start at the given offset in the control file. */
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
