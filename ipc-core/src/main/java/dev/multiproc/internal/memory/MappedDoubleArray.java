package dev.multiproc.internal.memory;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedDoubleArray;
import java.lang.invoke.VarHandle;
import java.nio.DoubleBuffer;

/** An array of doubles in a mapped file, each accessed through its bits as a long. */
final class MappedDoubleArray extends MappedArray implements SharedDoubleArray {
    private static final long serialVersionUID = 1L;

    MappedDoubleArray(MemoryFamily family, ObjectPlace place) {
        super(family, place);
    }

    /** The offset of an element in the file. */
    private int at(int index) {
        return checkIndex(index) * Double.BYTES;
    }

    @Override
    public double get(int index) {
        return longBitsToDouble(region().getLongVolatile(at(index)));
    }

    @Override
    public void set(int index, double value) {
        region().setLongVolatile(at(index), doubleToRawLongBits(value));
    }

    @Override
    public double getPlain(int index) {
        return longBitsToDouble(region().getLong(at(index)));
    }

    @Override
    public void setPlain(int index, double value) {
        region().setLong(at(index), doubleToRawLongBits(value));
    }

    @Override
    public double getAcquire(int index) {
        return longBitsToDouble(region().getLongAcquire(at(index)));
    }

    @Override
    public void setRelease(int index, double value) {
        region().setLongRelease(at(index), doubleToRawLongBits(value));
    }

    @Override
    public double getAndSet(int index, double value) {
        return longBitsToDouble(region().getAndSetLong(at(index), doubleToRawLongBits(value)));
    }

    @Override
    public double compareAndExchange(int index, double expected, double value) {
        return longBitsToDouble(
                region().compareAndExchangeLong(at(index), doubleToRawLongBits(expected), doubleToRawLongBits(value)));
    }

    @Override
    public void get(int index, double[] target, int offset, int count) {
        DoubleBuffer elements = buffer();
        checkRange(index, count);
        elements.get(index, target, offset, count);
        VarHandle.acquireFence();
    }

    @Override
    public void set(int index, double[] source, int offset, int count) {
        DoubleBuffer elements = buffer();
        checkRange(index, count);
        VarHandle.releaseFence();
        elements.put(index, source, offset, count);
    }

    @Override
    public double[] toArray(int from, int to) {
        double[] copy = new double[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public DoubleBuffer buffer() {
        return memory().asDoubleBuffer();
    }
}
