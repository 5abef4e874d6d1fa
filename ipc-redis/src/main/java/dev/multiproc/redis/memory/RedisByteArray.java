package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedByteArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** An array of bytes at the server. */
final class RedisByteArray extends RedisArray implements SharedByteArray {
    private static final long serialVersionUID = 1L;

    RedisByteArray(Cells cells, int length) {
        super(cells, "SharedByteArray", length);
    }

    static byte[] encode(byte[] values) {
        return values.clone();
    }

    @Override
    public byte get(int index) {
        return open().getByte(checkIndex(index));
    }

    @Override
    public void set(int index, byte value) {
        open().setByte(checkIndex(index), value);
    }

    @Override
    public byte getPlain(int index) {
        return get(index);
    }

    @Override
    public void setPlain(int index, byte value) {
        set(index, value);
    }

    @Override
    public byte getAcquire(int index) {
        return get(index);
    }

    @Override
    public void setRelease(int index, byte value) {
        set(index, value);
    }

    @Override
    public byte getAndSet(int index, byte value) {
        return open().swapByte(checkIndex(index), value);
    }

    @Override
    public byte compareAndExchange(int index, byte expected, byte value) {
        return open().exchangeByte(checkIndex(index), expected, value);
    }

    @Override
    public byte getAndAdd(int index, byte delta) {
        return open().addByte(checkIndex(index), delta);
    }

    @Override
    public void get(int index, byte[] target, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, target.length);
        System.arraycopy(open().get(index, count), 0, target, offset, count);
    }

    @Override
    public void set(int index, byte[] source, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, source.length);
        open().set(index, Arrays.copyOfRange(source, offset, offset + count));
    }

    @Override
    public byte[] toArray(int from, int to) {
        byte[] copy = new byte[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public ByteBuffer buffer() {
        throw noView();
    }
}
