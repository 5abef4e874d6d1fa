package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedLongArray;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;

/** An array of longs in a mapped file. */
final class MappedLongArray extends MappedArray implements SharedLongArray {
    private static final long serialVersionUID = 1L;

    MappedLongArray(MemoryFamily family, ObjectPlace place) {
        super(family, place);
    }

    /** The offset of an element in the file. */
    private int at(int index) {
        return checkIndex(index) * Long.BYTES;
    }

    @Override
    public long get(int index) {
        return region().getLongVolatile(at(index));
    }

    @Override
    public void set(int index, long value) {
        region().setLongVolatile(at(index), value);
    }

    @Override
    public long getPlain(int index) {
        return region().getLong(at(index));
    }

    @Override
    public void setPlain(int index, long value) {
        region().setLong(at(index), value);
    }

    @Override
    public long getAcquire(int index) {
        return region().getLongAcquire(at(index));
    }

    @Override
    public void setRelease(int index, long value) {
        region().setLongRelease(at(index), value);
    }

    @Override
    public long getAndSet(int index, long value) {
        return region().getAndSetLong(at(index), value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return region().compareAndExchangeLong(at(index), expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        return region().getAndAddLong(at(index), delta);
    }

    @Override
    public void get(int index, long[] target, int offset, int count) {
        LongBuffer elements = buffer();
        checkRange(index, count);
        elements.get(index, target, offset, count);
        VarHandle.acquireFence();
    }

    @Override
    public void set(int index, long[] source, int offset, int count) {
        LongBuffer elements = buffer();
        checkRange(index, count);
        VarHandle.releaseFence();
        elements.put(index, source, offset, count);
    }

    @Override
    public long[] toArray(int from, int to) {
        long[] copy = new long[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public LongBuffer buffer() {
        return memory().asLongBuffer();
    }
}
