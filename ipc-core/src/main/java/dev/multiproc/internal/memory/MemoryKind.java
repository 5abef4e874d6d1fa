package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.SharedObject;

/** The kinds of values, arrays and blocks of memory in the object table: 30 to 49. */
enum MemoryKind implements ObjectKind {
    INTEGER(30, "SharedInteger", 0) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedInteger(family, name, base);
        }
    },

    LONG(31, "SharedLong", 0) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedLong(family, name, base);
        }
    },

    DOUBLE(32, "SharedDouble", 0) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedDouble(family, name, base);
        }
    },

    BOOLEAN(33, "SharedBoolean", 0) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedBoolean(family, name, base);
        }
    },

    REFERENCE(34, "SharedReference", Byte.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedReference<>(family, name, base);
        }
    },

    INT_ARRAY(40, "SharedIntArray", Integer.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedIntArray(family, name, base);
        }
    },

    LONG_ARRAY(41, "SharedLongArray", Long.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedLongArray(family, name, base);
        }
    },

    DOUBLE_ARRAY(42, "SharedDoubleArray", Double.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedDoubleArray(family, name, base);
        }
    },

    BYTE_ARRAY(43, "SharedByteArray", Byte.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedByteArray(family, name, base);
        }
    },

    MEMORY(44, "SharedMemory", Byte.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, String name, int base) {
            return new MappedMemory(family, name, base);
        }
    };

    private final int code;
    private final String title;
    private final int elementBytes;

    MemoryKind(int code, String title, int elementBytes) {
        this.code = code;
        this.title = title;
        this.elementBytes = elementBytes;
    }

    /** The kind of that code; null if it is none of this package. */
    static MemoryKind of(int code) {
        for (MemoryKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    abstract SharedObject attach(MemoryFamily family, String name, int base);

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    /** How much so many elements of an array of this kind take. */
    long bytes(int count) {
        return (long) count * elementBytes;
    }
}
