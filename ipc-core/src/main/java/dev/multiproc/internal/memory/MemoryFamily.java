package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectFamily;
import dev.multiproc.internal.object.ObjectKind;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.object.SharedObject;
import dev.multiproc.memory.SharedBoolean;
import dev.multiproc.memory.SharedByteArray;
import dev.multiproc.memory.SharedDouble;
import dev.multiproc.memory.SharedDoubleArray;
import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedInteger;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.memory.SharedLongArray;
import dev.multiproc.memory.SharedMemory;
import dev.multiproc.memory.SharedReference;
import dev.multiproc.memory.SharedValues;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The values, arrays and blocks of memory of a session. */
public final class MemoryFamily implements SharedValues, ObjectFamily {
    private final SessionContext context;
    /** Null until they are asked for. Guarded by this. */
    private MemoryFiles files;

    public MemoryFamily(SessionContext context) {
        this.context = context;
    }

    SessionContext context() {
        return context;
    }

    synchronized MemoryFiles files() {
        if (files == null) {
            files = new MemoryFiles(context.files().memory(), SafeName::toFileName, context.slot());
        }
        return files;
    }

    public static List<ObjectKind> kinds() {
        return List.of(MemoryKind.values());
    }

    @Override
    public ObjectKind kind(int code) {
        return MemoryKind.of(code);
    }

    @Override
    public SharedObject attach(ObjectKind kind, String name, int base) {
        return ((MemoryKind) kind).attach(this, name, base);
    }

    @Override
    public void deleteStrayFiles(List<String> namesInUse) {
        files().deleteOthers(namesInUse);
    }

    @Override
    public void sweepFiles(int deadSlot) {
        files().sweep(deadSlot);
    }

    @Override
    public void rebuildFiles() {
        files().rebuild();
    }

    // ---------------------------------------------------------------- values

    @Override
    public SharedInteger sharedInteger(int initial) {
        return integer(context.objects().freshName("integer"), initial);
    }

    @Override
    public SharedInteger sharedInteger(String name, int initial) {
        return integer(SafeName.check(name), initial);
    }

    private SharedInteger integer(String name, int initial) {
        return (SharedInteger)
                value(MemoryKind.INTEGER, name, offset -> context.control().setIntVolatile(offset, initial));
    }

    @Override
    public SharedLong sharedLong(long initial) {
        return longValue(context.objects().freshName("long"), initial);
    }

    @Override
    public SharedLong sharedLong(String name, long initial) {
        return longValue(SafeName.check(name), initial);
    }

    private SharedLong longValue(String name, long initial) {
        return (SharedLong)
                value(MemoryKind.LONG, name, offset -> context.control().setLongVolatile(offset, initial));
    }

    @Override
    public SharedDouble sharedDouble(double initial) {
        return doubleValue(context.objects().freshName("double"), initial);
    }

    @Override
    public SharedDouble sharedDouble(String name, double initial) {
        return doubleValue(SafeName.check(name), initial);
    }

    private SharedDouble doubleValue(String name, double initial) {
        long bits = Double.doubleToRawLongBits(initial);
        return (SharedDouble)
                value(MemoryKind.DOUBLE, name, offset -> context.control().setLongVolatile(offset, bits));
    }

    @Override
    public SharedBoolean sharedBoolean(boolean initial) {
        return booleanValue(context.objects().freshName("boolean"), initial);
    }

    @Override
    public SharedBoolean sharedBoolean(String name, boolean initial) {
        return booleanValue(SafeName.check(name), initial);
    }

    private SharedBoolean booleanValue(String name, boolean initial) {
        int word = MappedBoolean.toWord(initial);
        return (SharedBoolean)
                value(MemoryKind.BOOLEAN, name, offset -> context.control().setIntVolatile(offset, word));
    }

    private Object value(MemoryKind kind, String name, IntConsumer write) {
        return context.objects().open(kind, name, words -> write.accept(words + ValueDescriptor.VALUE_OFFSET));
    }

    // ---------------------------------------------------------------- references

    @Override
    public <T> SharedReference<T> sharedReference(T initial) {
        return reference(context.objects().freshName("reference"), initial);
    }

    @Override
    public <T> SharedReference<T> sharedReference(String name, T initial) {
        return reference(SafeName.check(name), initial);
    }

    @SuppressWarnings("unchecked") // The type of the value is the users' agreement, as with a file.
    private <T> SharedReference<T> reference(String name, T initial) {
        byte[] value = initial == null ? null : context.codec().encode(initial);
        MappedReference.checkSize(value, name);
        return (SharedReference<T>) file(
                MemoryKind.REFERENCE,
                name,
                ReferenceDescriptor.FILE_LENGTH,
                region -> ReferenceDescriptor.write(region, 0, value));
    }

    // ---------------------------------------------------------------- arrays

    @Override
    public SharedIntArray sharedIntArray(int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, context.objects().freshName("array"), length);
    }

    @Override
    public SharedIntArray sharedIntArray(int[] values) {
        return ints(context.objects().freshName("array"), values);
    }

    @Override
    public SharedIntArray sharedIntArray(String name, int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, SafeName.check(name), length);
    }

    @Override
    public SharedIntArray sharedIntArray(String name, int[] values) {
        return ints(SafeName.check(name), values);
    }

    private SharedIntArray ints(String name, int[] values) {
        return (SharedIntArray) file(MemoryKind.INT_ARRAY, name, values.length, region -> region.memory()
                .asIntBuffer()
                .put(0, values));
    }

    @Override
    public SharedLongArray sharedLongArray(int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, context.objects().freshName("array"), length);
    }

    @Override
    public SharedLongArray sharedLongArray(long[] values) {
        return longs(context.objects().freshName("array"), values);
    }

    @Override
    public SharedLongArray sharedLongArray(String name, int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, SafeName.check(name), length);
    }

    @Override
    public SharedLongArray sharedLongArray(String name, long[] values) {
        return longs(SafeName.check(name), values);
    }

    private SharedLongArray longs(String name, long[] values) {
        return (SharedLongArray) file(MemoryKind.LONG_ARRAY, name, values.length, region -> region.memory()
                .asLongBuffer()
                .put(0, values));
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(int length) {
        return (SharedDoubleArray)
                zeros(MemoryKind.DOUBLE_ARRAY, context.objects().freshName("array"), length);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(double[] values) {
        return doubles(context.objects().freshName("array"), values);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(String name, int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, SafeName.check(name), length);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(String name, double[] values) {
        return doubles(SafeName.check(name), values);
    }

    private SharedDoubleArray doubles(String name, double[] values) {
        return (SharedDoubleArray) file(MemoryKind.DOUBLE_ARRAY, name, values.length, region -> region.memory()
                .asDoubleBuffer()
                .put(0, values));
    }

    @Override
    public SharedByteArray sharedByteArray(int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, context.objects().freshName("array"), length);
    }

    @Override
    public SharedByteArray sharedByteArray(byte[] values) {
        return bytes(context.objects().freshName("array"), values);
    }

    @Override
    public SharedByteArray sharedByteArray(String name, int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, SafeName.check(name), length);
    }

    @Override
    public SharedByteArray sharedByteArray(String name, byte[] values) {
        return bytes(SafeName.check(name), values);
    }

    private SharedByteArray bytes(String name, byte[] values) {
        return (SharedByteArray) file(MemoryKind.BYTE_ARRAY, name, values.length, region -> region.memory()
                .put(0, values));
    }

    // ---------------------------------------------------------------- blocks

    @Override
    public SharedMemory sharedMemory(long bytes) {
        return memory(context.objects().freshName("memory"), bytes);
    }

    @Override
    public SharedMemory sharedMemory(String name, long bytes) {
        return memory(SafeName.check(name), bytes);
    }

    @Override
    public SharedMemory sharedMemory(String name) {
        context.checkOpen();
        return (SharedMemory) context.objects()
                .lookUp(MemoryKind.MEMORY, SafeName.check(name))
                .orElseThrow(() ->
                        new NoSuchElementException("the session has no shared memory of that name, name=" + name));
    }

    private SharedMemory memory(String name, long bytes) {
        if (bytes < 1 || bytes > ArrayDescriptor.MAX_BYTES) {
            throw new IllegalArgumentException("a block of shared memory has 1 to " + ArrayDescriptor.MAX_BYTES
                    + " bytes, bytes=" + bytes + "; use several blocks for more");
        }
        return (SharedMemory) file(MemoryKind.MEMORY, name, (int) bytes, region -> {});
    }

    // ---------------------------------------------------------------- files

    private MappedFile zeros(MemoryKind kind, String name, int length) {
        return file(kind, name, length, region -> {});
    }

    private MappedFile file(MemoryKind kind, String name, int length, Consumer<MappedRegion> content) {
        context.checkOpen();
        try (MemoryFiles.NewFile file = files().create(ArrayDescriptor.fileLength(kind, length), content)) {
            if (!context.objects().exists(name)) {
                // Not under the lock of the tables, for which others would have to wait.
                file.write();
            }
            MappedFile found = (MappedFile) context.objects().open(kind, name, words -> {
                context.control().setInt(words + ArrayDescriptor.COUNT_OFFSET, length);
                file.publish(name);
            });
            found.checkLength(length);
            return found;
        }
    }
}
