package dev.multiproc.redis.memory;

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
import dev.multiproc.redis.sync.Registry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Makes the values and arrays of a session at a server, and finds them by name. */
public final class RedisValues implements SharedValues {
    /** The most that the server keeps under one key. */
    private static final long MAX_BYTES = 512L << 20;

    private final Registry registry;

    /** For the objects of a session. */
    public RedisValues(Registry registry) {
        this.registry = registry;
    }

    /** An object's fields, and its elements. */
    private record Content(Map<String, byte[]> fields, Supplier<byte[]> elements) implements Registry.Content {
        @Override
        public byte[] data() {
            return elements.get();
        }
    }

    private Object open(MemoryKind kind, String name, Registry.Content content) {
        return name == null ? registry.fresh(kind, content) : registry.named(kind, name, content);
    }

    private static String required(String name) {
        return Objects.requireNonNull(name, "name");
    }

    private Object value(MemoryKind kind, String name, byte[] bytes) {
        return open(kind, name, new Content(Map.of(), () -> bytes));
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] bytes(boolean value) {
        return new byte[] {RedisBoolean.toByte(value)};
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public SharedInteger sharedInteger(int initial) {
        return (SharedInteger) value(MemoryKind.INTEGER, null, bytes(initial));
    }

    @Override
    public SharedInteger sharedInteger(String name, int initial) {
        return (SharedInteger) value(MemoryKind.INTEGER, required(name), bytes(initial));
    }

    @Override
    public SharedLong sharedLong(long initial) {
        return (SharedLong) value(MemoryKind.LONG, null, bytes(initial));
    }

    @Override
    public SharedLong sharedLong(String name, long initial) {
        return (SharedLong) value(MemoryKind.LONG, required(name), bytes(initial));
    }

    @Override
    public SharedDouble sharedDouble(double initial) {
        return (SharedDouble) value(MemoryKind.DOUBLE, null, bytes(Double.doubleToRawLongBits(initial)));
    }

    @Override
    public SharedDouble sharedDouble(String name, double initial) {
        return (SharedDouble) value(MemoryKind.DOUBLE, required(name), bytes(Double.doubleToRawLongBits(initial)));
    }

    @Override
    public SharedBoolean sharedBoolean(boolean initial) {
        return (SharedBoolean) value(MemoryKind.BOOLEAN, null, bytes(initial));
    }

    @Override
    public SharedBoolean sharedBoolean(String name, boolean initial) {
        return (SharedBoolean) value(MemoryKind.BOOLEAN, required(name), bytes(initial));
    }

    @Override
    public SharedFigures sharedFigures(List<String> titles) {
        return figures(null, titles);
    }

    @Override
    public SharedFigures sharedFigures(String name, List<String> titles) {
        return figures(required(name), titles);
    }

    private SharedFigures figures(String name, List<String> titles) {
        RedisFigures.check(titles);
        byte[] joined = RedisFigures.join(titles).getBytes(StandardCharsets.UTF_8);
        int length = titles.size() * Long.BYTES;
        SharedFigures found = (SharedFigures)
                open(MemoryKind.FIGURES, name, new Content(Map.of("titles", joined), () -> new byte[length]));
        if (!found.titles().equals(titles)) {
            throw new IllegalArgumentException(
                    "the figures have other names, name=" + name + ", their names=" + found.titles());
        }
        return found;
    }

    @Override
    public <T> SharedReference<T> sharedReference(T initial) {
        return reference(null, initial);
    }

    @Override
    public <T> SharedReference<T> sharedReference(String name, T initial) {
        return reference(required(name), initial);
    }

    @SuppressWarnings("unchecked") // The type of the value is the users' agreement, as with a file.
    private <T> SharedReference<T> reference(String name, T initial) {
        Map<String, byte[]> fields = new HashMap<>();
        fields.put("version", text(0));
        byte[] value = RedisReference.encode(initial, registry.codec(), name);
        if (value != null) {
            fields.put("value", value);
        }
        return (SharedReference<T>) open(MemoryKind.REFERENCE, name, () -> fields);
    }

    // ---------------------------------------------------------------- arrays

    private Object array(MemoryKind kind, String name, int length, Supplier<byte[]> elements) {
        if (length < 0) {
            throw new IllegalArgumentException("the length is negative, length=" + length);
        }
        long bytes = (long) length * kind.width();
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("the array is too long: it would take " + bytes + " bytes, at most "
                    + MAX_BYTES + " are possible at a server, length=" + length + "; use several arrays");
        }
        RedisArray found = (RedisArray) open(kind, name, new Content(Map.of("length", text(length)), elements));
        if (found.count() != length) {
            throw new IllegalArgumentException("the name is taken by a " + kind.title() + " of another length, name="
                    + found.name() + ", length=" + found.count() + ", asked for=" + length);
        }
        return found;
    }

    private Object zeros(MemoryKind kind, String name, int length) {
        return array(kind, name, length, () -> new byte[length * kind.width()]);
    }

    @Override
    public SharedIntArray sharedIntArray(int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, null, length);
    }

    @Override
    public SharedIntArray sharedIntArray(int[] values) {
        return (SharedIntArray) array(MemoryKind.INT_ARRAY, null, values.length, () -> RedisIntArray.encode(values));
    }

    @Override
    public SharedIntArray sharedIntArray(String name, int length) {
        return (SharedIntArray) zeros(MemoryKind.INT_ARRAY, required(name), length);
    }

    @Override
    public SharedIntArray sharedIntArray(String name, int[] values) {
        return (SharedIntArray)
                array(MemoryKind.INT_ARRAY, required(name), values.length, () -> RedisIntArray.encode(values));
    }

    @Override
    public SharedLongArray sharedLongArray(int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, null, length);
    }

    @Override
    public SharedLongArray sharedLongArray(long[] values) {
        return (SharedLongArray) array(MemoryKind.LONG_ARRAY, null, values.length, () -> RedisLongArray.encode(values));
    }

    @Override
    public SharedLongArray sharedLongArray(String name, int length) {
        return (SharedLongArray) zeros(MemoryKind.LONG_ARRAY, required(name), length);
    }

    @Override
    public SharedLongArray sharedLongArray(String name, long[] values) {
        return (SharedLongArray)
                array(MemoryKind.LONG_ARRAY, required(name), values.length, () -> RedisLongArray.encode(values));
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, null, length);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(double[] values) {
        return (SharedDoubleArray)
                array(MemoryKind.DOUBLE_ARRAY, null, values.length, () -> RedisDoubleArray.encode(values));
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(String name, int length) {
        return (SharedDoubleArray) zeros(MemoryKind.DOUBLE_ARRAY, required(name), length);
    }

    @Override
    public SharedDoubleArray sharedDoubleArray(String name, double[] values) {
        return (SharedDoubleArray)
                array(MemoryKind.DOUBLE_ARRAY, required(name), values.length, () -> RedisDoubleArray.encode(values));
    }

    @Override
    public SharedByteArray sharedByteArray(int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, null, length);
    }

    @Override
    public SharedByteArray sharedByteArray(byte[] values) {
        return (SharedByteArray) array(MemoryKind.BYTE_ARRAY, null, values.length, () -> RedisByteArray.encode(values));
    }

    @Override
    public SharedByteArray sharedByteArray(String name, int length) {
        return (SharedByteArray) zeros(MemoryKind.BYTE_ARRAY, required(name), length);
    }

    @Override
    public SharedByteArray sharedByteArray(String name, byte[] values) {
        return (SharedByteArray)
                array(MemoryKind.BYTE_ARRAY, required(name), values.length, () -> RedisByteArray.encode(values));
    }

    // ---------------------------------------------------------------- blocks

    private static UnsupportedOperationException noBlocks() {
        return new UnsupportedOperationException(
                "a block of shared memory is used through a view of this machine's memory,"
                        + " which a session at a server does not have: use an array, whose ranges are read and written in one"
                        + " request, or a session of this machine");
    }

    @Override
    public SharedMemory sharedMemory(long bytes) {
        throw noBlocks();
    }

    @Override
    public SharedMemory sharedMemory(String name, long bytes) {
        throw noBlocks();
    }

    @Override
    public SharedMemory sharedMemory(String name) {
        throw noBlocks();
    }
}
