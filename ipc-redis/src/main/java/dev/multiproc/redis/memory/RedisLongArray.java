package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedLongArray;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Objects;

/** An array of longs at the server. */
final class RedisLongArray extends RedisArray implements SharedLongArray {
    private static final long serialVersionUID = 1L;
    private static final int WIDTH = Long.BYTES;

    RedisLongArray(Cells cells, int length) {
        super(cells, "SharedLongArray", length);
    }

    static byte[] encode(long[] values) {
        return encode(values, 0, values.length);
    }

    private static byte[] encode(long[] values, int offset, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, WIDTH));
        bytes.asLongBuffer().put(values, offset, count);
        return bytes.array();
    }

    @Override
    public long get(int index) {
        return open().getLong(checkIndex(index));
    }

    @Override
    public void set(int index, long value) {
        open().setLong(checkIndex(index), value);
    }

    @Override
    public long getPlain(int index) {
        return get(index);
    }

    @Override
    public void setPlain(int index, long value) {
        set(index, value);
    }

    @Override
    public long getAcquire(int index) {
        return get(index);
    }

    @Override
    public void setRelease(int index, long value) {
        set(index, value);
    }

    @Override
    public long getAndSet(int index, long value) {
        return open().swapLong(checkIndex(index), value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return open().exchangeLong(checkIndex(index), expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        return open().addLong(checkIndex(index), delta);
    }

    @Override
    public void get(int index, long[] target, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, target.length);
        byte[] bytes = open().get((long) index * WIDTH, count * WIDTH);
        ByteBuffer.wrap(bytes).asLongBuffer().get(target, offset, count);
    }

    @Override
    public void set(int index, long[] source, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, source.length);
        open().set((long) index * WIDTH, encode(source, offset, count));
    }

    @Override
    public long[] toArray(int from, int to) {
        long[] copy = new long[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public LongBuffer buffer() {
        throw noView();
    }
}
