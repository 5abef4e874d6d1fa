package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Naming;
import dev.multiproc.internal.object.ObjectRegistry;
import dev.multiproc.internal.object.ObjectRequest;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.memory.SharedBoolean;
import dev.multiproc.memory.SharedByteArray;
import dev.multiproc.memory.SharedDouble;
import dev.multiproc.memory.SharedDoubleArray;
import dev.multiproc.memory.SharedFigures;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.memory.SharedLongArray;
import dev.multiproc.memory.SharedMemory;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.memory.SharedValues;
import java.util.List;
import java.util.function.Consumer;

/** Makes the values, arrays and blocks of memory of a session, and finds them by name. */
public final class MemoryFactory implements SharedValues {
    private final MemoryFamily family;
    private final Naming naming;

    public MemoryFactory(MemoryFamily family, OpenMode mode) {
        this.family = family;
        this.naming = new Naming(family.context().objects(), mode);
    }

    // ---------------------------------------------------------------- values

    @Override
    public SharedInteger sharedInteger(int initial) {
        return integer(naming.fresh("integer"), initial);
    }

    @Override
    public SharedInteger sharedInteger(String name, int initial) {
        return integer(naming.named(name), initial);
    }

    private SharedInteger integer(ObjectRequest request, int initial) {
        return (SharedInteger) value(
                MemoryKind.INTEGER, request, words -> words.setIntVolatile(ValueDescriptor.VALUE_OFFSET, initial));
    }

    @Override
    public SharedLong sharedLong(long initial) {
        return longValue(naming.fresh("long"), initial);
    }

    @Override
    public SharedLong sharedLong(String name, long initial) {
        return longValue(naming.named(name), initial);
    }

    private SharedLong longValue(ObjectRequest request, long initial) {
        return (SharedLong)
                value(MemoryKind.LONG, request, words -> words.setLongVolatile(ValueDescriptor.VALUE_OFFSET, initial));
    }

    @Override
    public SharedDouble sharedDouble(double initial) {
        return doubleValue(naming.fresh("double"), initial);
    }

    @Override
    public SharedDouble sharedDouble(String name, double initial) {
        return doubleValue(naming.named(name), initial);
    }

    private SharedDouble doubleValue(ObjectRequest request, double initial) {
        long bits = Double.doubleToRawLongBits(initial);
        return (SharedDouble)
                value(MemoryKind.DOUBLE, request, words -> words.setLongVolatile(ValueDescriptor.VALUE_OFFSET, bits));
    }

    @Override
    public SharedBoolean sharedBoolean(boolean initial) {
        return booleanValue(naming.fresh("boolean"), initial);
    }

    @Override
    public SharedBoolean sharedBoolean(String name, boolean initial) {
        return booleanValue(naming.named(name), initial);
    }

    private SharedBoolean booleanValue(ObjectRequest request, boolean initial) {
        int word = MappedBoolean.toWord(initial);
        return (SharedBoolean)
                value(MemoryKind.BOOLEAN, request, words -> words.setIntVolatile(ValueDescriptor.VALUE_OFFSET, word));
    }

    private Object value(MemoryKind kind, ObjectRequest request, Consumer<MappedRegion> write) {
        return family.context().objects().open(kind, request, place -> write.accept(place.region()));
    }

    @Override
    public SharedFigures sharedFigures(List<String> titles) {
        return figures(naming.fresh("figures"), titles);
    }

    @Override
    public SharedFigures sharedFigures(String name, List<String> titles) {
        return figures(naming.named(name), titles);
    }

    private SharedFigures figures(ObjectRequest request, List<String> titles) {
        FiguresDescriptor.check(titles);
        SharedFigures found = (SharedFigures)
                value(MemoryKind.FIGURES, request, words -> FiguresDescriptor.initialize(words, titles));
        if (!found.titles().equals(titles)) {
            throw new IllegalArgumentException(
                    "the figures have other names, name=" + request.name() + ", their names=" + found.titles());
        }
        return found;
    }

    // ---------------------------------------------------------------- references

    @Override
    public <T> SharedReference<T> sharedReference(T initial) {
        return reference(naming.fresh("reference"), initial);
    }

    @Override
    public <T> SharedReference<T> sharedReference(String name, T initial) {
        return reference(naming.named(name), initial);
    }

    @SuppressWarnings("unchecked") // The type of the value is the users' agreement, as with a file.
    private <T> SharedReference<T> reference(ObjectRequest request, T initial) {
        byte[] value = initial == null ? null : family.context().codec().encode(initial);
        MappedReference.checkSize(value, request.name());
        return (SharedReference<T>) file(
                MemoryKind.REFERENCE,
                request,
                ReferenceDescriptor.FILE_LENGTH,
                region -> ReferenceDescriptor.write(region, 0, value));
    }

    // ---------------------------------------------------------------- arrays

    @Override
    public SharedIntArray sharedIntArray(int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, naming.fresh("array"), length);
    }

    @Override
    public SharedIntArray sharedIntArray(int[] values) {
        return ints(naming.fresh("array"), values);
    }

    @Override
    public SharedIntArray sharedIntArray(String name, int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, naming.named(name), length);
    }

    @Override
    public SharedIntArray sharedIntArray(String name, int[] values) {
        return ints(naming.named(name), values);
    }

    private SharedIntArray ints(ObjectRequest request, int[] values) {
        return (SharedIntArray) file(MemoryKind.INT_ARRAY, request, values.length, region -> region.memory()
                .asIntBuffer()
                .put(0, values));
    }

    @Override
    public SharedLongArray sharedLongArray(int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, naming.fresh("array"), length);
    }

    @Override
    public SharedLongArray sharedLongArray(long[] values) {
        return longs(naming.fresh("array"), values);
    }

    @Override
    public SharedLongArray sharedLongArray(String name, int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, naming.named(name), length);
    }

    @Override
    public SharedLongArray sharedLongArray(String name, long[] values) {
        return longs(naming.named(name), values);
    }

    private SharedLongArray longs(ObjectRequest request, long[] values) {
        return (SharedLongArray) file(MemoryKind.LONG_ARRAY, request, values.length, region -> region.memory()
                .asLongBuffer()
                .put(0, values));
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, naming.fresh("array"), length);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(double[] values) {
        return doubles(naming.fresh("array"), values);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(String name, int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, naming.named(name), length);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(String name, double[] values) {
        return doubles(naming.named(name), values);
    }

    private SharedDoubleArray doubles(ObjectRequest request, double[] values) {
        return (SharedDoubleArray) file(MemoryKind.DOUBLE_ARRAY, request, values.length, region -> region.memory()
                .asDoubleBuffer()
                .put(0, values));
    }

    @Override
    public SharedByteArray sharedByteArray(int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, naming.fresh("array"), length);
    }

    @Override
    public SharedByteArray sharedByteArray(byte[] values) {
        return bytes(naming.fresh("array"), values);
    }

    @Override
    public SharedByteArray sharedByteArray(String name, int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, naming.named(name), length);
    }

    @Override
    public SharedByteArray sharedByteArray(String name, byte[] values) {
        return bytes(naming.named(name), values);
    }

    private SharedByteArray bytes(ObjectRequest request, byte[] values) {
        return (SharedByteArray) file(MemoryKind.BYTE_ARRAY, request, values.length, region -> region.memory()
                .put(0, values));
    }

    // ---------------------------------------------------------------- blocks

    @Override
    public SharedMemory sharedMemory(long bytes) {
        return memory(naming.fresh("memory"), bytes);
    }

    @Override
    public SharedMemory sharedMemory(String name, long bytes) {
        return memory(naming.named(name), bytes);
    }

    @Override
    public SharedMemory sharedMemory(String name) {
        return (SharedMemory) family.context().objects().open(MemoryKind.MEMORY, Naming.existing(name), place -> {});
    }

    private SharedMemory memory(ObjectRequest request, long bytes) {
        if (bytes < 1 || bytes > ArrayDescriptor.MAX_BYTES) {
            throw new IllegalArgumentException("a block of shared memory has 1 to " + ArrayDescriptor.MAX_BYTES
                    + " bytes, bytes=" + bytes + "; use several blocks for more");
        }
        return (SharedMemory) file(MemoryKind.MEMORY, request, (int) bytes, region -> {});
    }

    // ---------------------------------------------------------------- files

    private MappedFile zeros(MemoryKind kind, ObjectRequest request, int length) {
        return file(kind, request, length, region -> {});
    }

    private MappedFile file(MemoryKind kind, ObjectRequest request, int length, Consumer<MappedRegion> content) {
        ObjectRegistry objects = family.context().objects();
        family.context().checkOpen();
        try (MemoryFiles.NewFile file = family.files().create(ArrayDescriptor.fileLength(kind, length), content)) {
            if (request.mode() != OpenMode.OPEN_ONLY && !objects.exists(request.name())) {
                // Not under the lock of the tables, for which others would have to wait.
                file.write();
            }
            MappedFile found = (MappedFile) objects.open(kind, request, place -> {
                place.region().setInt(ArrayDescriptor.COUNT_OFFSET, length);
                file.publish(place.fileName());
            });
            found.checkLength(length);
            return found;
        }
    }
}
