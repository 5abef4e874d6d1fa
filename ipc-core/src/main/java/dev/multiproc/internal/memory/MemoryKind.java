package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.SharedObject;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects of this package, as in the object table: 30 to 49. */
public enum MemoryKind {
    INTEGER(30, "SharedInteger"),
    LONG(31, "SharedLong"),
    DOUBLE(32, "SharedDouble"),
    BOOLEAN(33, "SharedBoolean");

    private final int code;
    private final String title;

    MemoryKind(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** In the object table. */
    public int code() {
        return code;
    }

    /** Its public type. */
    public String title() {
        return title;
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
        };
    }
}
