package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedIntArray;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Objects;

/** An array of ints at the server. */
final class RedisIntArray extends RedisArray implements SharedIntArray {
    private static final long serialVersionUID = 1L;
    private static final int WIDTH = Integer.BYTES;

    RedisIntArray(Cells cells, int length) {
        super(cells, "SharedIntArray", length);
    }

    static byte[] encode(int[] values) {
        return encode(values, 0, values.length);
    }

    private static byte[] encode(int[] values, int offset, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, WIDTH));
        bytes.asIntBuffer().put(values, offset, count);
        return bytes.array();
    }

    @Override
    public int get(int index) {
        return open().getInt(checkIndex(index));
    }

    @Override
    public void set(int index, int value) {
        open().setInt(checkIndex(index), value);
    }

    @Override
    public int getPlain(int index) {
        return get(index);
    }

    @Override
    public void setPlain(int index, int value) {
        set(index, value);
    }

    @Override
    public int getAcquire(int index) {
        return get(index);
    }

    @Override
    public void setRelease(int index, int value) {
        set(index, value);
    }

    @Override
    public int getAndSet(int index, int value) {
        return open().swapInt(checkIndex(index), value);
    }

    @Override
    public int compareAndExchange(int index, int expected, int value) {
        return open().exchangeInt(checkIndex(index), expected, value);
    }

    @Override
    public int getAndAdd(int index, int delta) {
        return open().addInt(checkIndex(index), delta);
    }

    @Override
    public void get(int index, int[] target, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, target.length);
        byte[] bytes = open().get((long) index * WIDTH, count * WIDTH);
        ByteBuffer.wrap(bytes).asIntBuffer().get(target, offset, count);
    }

    @Override
    public void set(int index, int[] source, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, source.length);
        open().set((long) index * WIDTH, encode(source, offset, count));
    }

    @Override
    public int[] toArray(int from, int to) {
        int[] copy = new int[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public IntBuffer buffer() {
        throw noView();
    }
}
