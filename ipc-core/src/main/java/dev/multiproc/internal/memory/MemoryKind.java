package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SharedObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of values, arrays and blocks of memory in the object table: 30 to 49. */
enum MemoryKind implements ObjectKind {
    INTEGER(30, "SharedInteger", 0) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedInteger(family, place);
        }
    },

    LONG(31, "SharedLong", 0) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedLong(family, place);
        }
    },

    DOUBLE(32, "SharedDouble", 0) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedDouble(family, place);
        }
    },

    BOOLEAN(33, "SharedBoolean", 0) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedBoolean(family, place);
        }
    },

    REFERENCE(34, "SharedReference", Byte.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedReference<>(family, place);
        }
    },

    FIGURES(35, "SharedFigures", 0) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedFigures(family, place);
        }

        @Override
        public Inspected inspect(MappedRegion control, int base) {
            Map<String, Object> figures = new LinkedHashMap<>();
            List<String> titles = FiguresDescriptor.titles(control, base);
            for (int i = 0; i < titles.size(); i++) {
                figures.put(titles.get(i), control.getLongVolatile(base + FiguresDescriptor.value(i)));
            }
            return Inspected.of(title(), figures);
        }
    },

    INT_ARRAY(40, "SharedIntArray", Integer.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedIntArray(family, place);
        }
    },

    LONG_ARRAY(41, "SharedLongArray", Long.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedLongArray(family, place);
        }
    },

    DOUBLE_ARRAY(42, "SharedDoubleArray", Double.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedDoubleArray(family, place);
        }
    },

    BYTE_ARRAY(43, "SharedByteArray", Byte.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedByteArray(family, place);
        }
    },

    MEMORY(44, "SharedMemory", Byte.BYTES) {
        @Override
        SharedObject attach(MemoryFamily family, ObjectPlace place) {
            return new MappedMemory(family, place);
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

    abstract SharedObject attach(MemoryFamily family, ObjectPlace place);

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<String> partsOf(String name) {
        return List.of(name + OwnLock.SUFFIX);
    }

    /** Whether its objects have a file. */
    boolean hasFile() {
        return elementBytes > 0;
    }

    /** The size in bytes of {@code count} elements of an array of this kind. */
    long bytes(int count) {
        return (long) count * elementBytes;
    }
}
