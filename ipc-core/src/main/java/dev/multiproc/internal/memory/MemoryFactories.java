package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
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
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The factories of {@link SharedValues}. A session inherits them by implementing this interface. */
public interface MemoryFactories extends SharedValues, MemoryHome {
    @Override
    default SharedInteger sharedInteger(int initial) {
        return integer(freshName("integer"), initial);
    }

    @Override
    default SharedInteger sharedInteger(String name, int initial) {
        return integer(checkName(name), initial);
    }

    private SharedInteger integer(String name, int initial) {
        return (SharedInteger)
                value(MemoryKind.INTEGER, name, offset -> control().setIntVolatile(offset, initial));
    }

    @Override
    default SharedLong sharedLong(long initial) {
        return longValue(freshName("long"), initial);
    }

    @Override
    default SharedLong sharedLong(String name, long initial) {
        return longValue(checkName(name), initial);
    }

    private SharedLong longValue(String name, long initial) {
        return (SharedLong) value(MemoryKind.LONG, name, offset -> control().setLongVolatile(offset, initial));
    }

    @Override
    default SharedDouble sharedDouble(double initial) {
        return doubleValue(freshName("double"), initial);
    }

    @Override
    default SharedDouble sharedDouble(String name, double initial) {
        return doubleValue(checkName(name), initial);
    }

    private SharedDouble doubleValue(String name, double initial) {
        long bits = Double.doubleToRawLongBits(initial);
        return (SharedDouble) value(MemoryKind.DOUBLE, name, offset -> control().setLongVolatile(offset, bits));
    }

    @Override
    default SharedBoolean sharedBoolean(boolean initial) {
        return booleanValue(freshName("boolean"), initial);
    }

    @Override
    default SharedBoolean sharedBoolean(String name, boolean initial) {
        return booleanValue(checkName(name), initial);
    }

    private SharedBoolean booleanValue(String name, boolean initial) {
        int word = MappedBoolean.toWord(initial);
        return (SharedBoolean)
                value(MemoryKind.BOOLEAN, name, offset -> control().setIntVolatile(offset, word));
    }

    private Object value(MemoryKind kind, String name, IntConsumer write) {
        return object(kind.code(), name, words -> write.accept(words + ValueDescriptor.VALUE_OFFSET));
    }

    // ---------------------------------------------------------------- references

    @Override
    default <T> SharedReference<T> sharedReference(T initial) {
        return reference(freshName("reference"), initial);
    }

    @Override
    default <T> SharedReference<T> sharedReference(String name, T initial) {
        return reference(checkName(name), initial);
    }

    @SuppressWarnings("unchecked") // The processes agree on the type of the value, as with a file.
    private <T> SharedReference<T> reference(String name, T initial) {
        byte[] value = initial == null ? null : codec().encode(initial);
        MappedReference.checkSize(value, name);
        return (SharedReference<T>) file(
                MemoryKind.REFERENCE,
                name,
                ReferenceDescriptor.FILE_LENGTH,
                region -> ReferenceDescriptor.write(region, 0, value));
    }

    // ---------------------------------------------------------------- arrays

    @Override
    default SharedIntArray sharedIntArray(int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, freshName("array"), length);
    }

    @Override
    default SharedIntArray sharedIntArray(int[] values) {
        return ints(freshName("array"), values);
    }

    @Override
    default SharedIntArray sharedIntArray(String name, int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, checkName(name), length);
    }

    @Override
    default SharedIntArray sharedIntArray(String name, int[] values) {
        return ints(checkName(name), values);
    }

    private SharedIntArray ints(String name, int[] values) {
        return (SharedIntArray) file(MemoryKind.INT_ARRAY, name, values.length, region -> region.memory()
                .asIntBuffer()
                .put(0, values));
    }

    @Override
    default SharedLongArray sharedLongArray(int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, freshName("array"), length);
    }

    @Override
    default SharedLongArray sharedLongArray(long[] values) {
        return longs(freshName("array"), values);
    }

    @Override
    default SharedLongArray sharedLongArray(String name, int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, checkName(name), length);
    }

    @Override
    default SharedLongArray sharedLongArray(String name, long[] values) {
        return longs(checkName(name), values);
    }

    private SharedLongArray longs(String name, long[] values) {
        return (SharedLongArray) file(MemoryKind.LONG_ARRAY, name, values.length, region -> region.memory()
                .asLongBuffer()
                .put(0, values));
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, freshName("array"), length);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(double[] values) {
        return doubles(freshName("array"), values);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(String name, int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, checkName(name), length);
    }

    @Override
    default SharedDoubleArray sharedDoubleArray(String name, double[] values) {
        return doubles(checkName(name), values);
    }

    private SharedDoubleArray doubles(String name, double[] values) {
        return (SharedDoubleArray) file(MemoryKind.DOUBLE_ARRAY, name, values.length, region -> region.memory()
                .asDoubleBuffer()
                .put(0, values));
    }

    @Override
    default SharedByteArray sharedByteArray(int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, freshName("array"), length);
    }

    @Override
    default SharedByteArray sharedByteArray(byte[] values) {
        return bytes(freshName("array"), values);
    }

    @Override
    default SharedByteArray sharedByteArray(String name, int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, checkName(name), length);
    }

    @Override
    default SharedByteArray sharedByteArray(String name, byte[] values) {
        return bytes(checkName(name), values);
    }

    private SharedByteArray bytes(String name, byte[] values) {
        return (SharedByteArray) file(MemoryKind.BYTE_ARRAY, name, values.length, region -> region.memory()
                .put(0, values));
    }

    // ---------------------------------------------------------------- blocks

    @Override
    default SharedMemory sharedMemory(long bytes) {
        return memory(freshName("memory"), bytes);
    }

    @Override
    default SharedMemory sharedMemory(String name, long bytes) {
        return memory(checkName(name), bytes);
    }

    @Override
    default SharedMemory sharedMemory(String name) {
        checkOpen();
        return (SharedMemory) lookUp(MemoryKind.MEMORY.code(), checkName(name))
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
        checkOpen();
        try (MemoryFiles.NewFile file = memoryFiles().create(ArrayDescriptor.fileLength(kind, length), content)) {
            if (!exists(name)) {
                // Written before the lock of the tables is taken, since others would have to wait for it.
                file.write();
            }
            MappedFile found = (MappedFile) object(kind.code(), name, words -> {
                control().setInt(words + ArrayDescriptor.COUNT_OFFSET, length);
                file.publish(name);
            });
            found.checkLength(length);
            return found;
        }
    }
}
