package dev.multiproc.redis.memory;

import dev.multiproc.memory.SharedDoubleArray;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Objects;

/** An array of doubles at the server. */
final class RedisDoubleArray extends RedisArray implements SharedDoubleArray {
    private static final long serialVersionUID = 1L;
    private static final int WIDTH = Double.BYTES;

    RedisDoubleArray(Cells cells, int length) {
        super(cells, "SharedDoubleArray", length);
    }

    static byte[] encode(double[] values) {
        return encode(values, 0, values.length);
    }

    private static byte[] encode(double[] values, int offset, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, WIDTH));
        bytes.asDoubleBuffer().put(values, offset, count);
        return bytes.array();
    }

    @Override
    public double get(int index) {
        return Double.longBitsToDouble(open().getLong(checkIndex(index)));
    }

    @Override
    public void set(int index, double value) {
        open().setLong(checkIndex(index), Double.doubleToRawLongBits(value));
    }

    @Override
    public double getPlain(int index) {
        return get(index);
    }

    @Override
    public void setPlain(int index, double value) {
        set(index, value);
    }

    @Override
    public double getAcquire(int index) {
        return get(index);
    }

    @Override
    public void setRelease(int index, double value) {
        set(index, value);
    }

    @Override
    public double getAndSet(int index, double value) {
        return Double.longBitsToDouble(open().swapLong(checkIndex(index), Double.doubleToRawLongBits(value)));
    }

    @Override
    public double compareAndExchange(int index, double expected, double value) {
        return Double.longBitsToDouble(open().exchangeLong(
                        checkIndex(index), Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value)));
    }

    @Override
    public void get(int index, double[] target, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, target.length);
        byte[] bytes = open().get((long) index * WIDTH, count * WIDTH);
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(target, offset, count);
    }

    @Override
    public void set(int index, double[] source, int offset, int count) {
        checkRange(index, count);
        Objects.checkFromIndexSize(offset, count, source.length);
        open().set((long) index * WIDTH, encode(source, offset, count));
    }

    @Override
    public double[] toArray(int from, int to) {
        double[] copy = new double[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public DoubleBuffer buffer() {
        throw noView();
    }
}
