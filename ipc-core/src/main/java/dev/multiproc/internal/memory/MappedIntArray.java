package dev.multiproc.internal.memory;

import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedIntArray;
import java.lang.invoke.VarHandle;
import java.nio.IntBuffer;

/** An array of ints in a mapped file. */
final class MappedIntArray extends MappedArray implements SharedIntArray {
    private static final long serialVersionUID = 1L;

    MappedIntArray(MemoryFamily family, ObjectPlace place) {
        super(family, place);
    }

    /** The offset of an element in the file. */
    private int at(int index) {
        return checkIndex(index) * Integer.BYTES;
    }

    @Override
    public int get(int index) {
        return region().getIntVolatile(at(index));
    }

    @Override
    public void set(int index, int value) {
        region().setIntVolatile(at(index), value);
    }

    @Override
    public int getPlain(int index) {
        return region().getInt(at(index));
    }

    @Override
    public void setPlain(int index, int value) {
        region().setInt(at(index), value);
    }

    @Override
    public int getAcquire(int index) {
        return region().getIntAcquire(at(index));
    }

    @Override
    public void setRelease(int index, int value) {
        region().setIntRelease(at(index), value);
    }

    @Override
    public int getAndSet(int index, int value) {
        return region().getAndSetInt(at(index), value);
    }

    @Override
    public int compareAndExchange(int index, int expected, int value) {
        return region().compareAndExchangeInt(at(index), expected, value);
    }

    @Override
    public int getAndAdd(int index, int delta) {
        return region().getAndAddInt(at(index), delta);
    }

    @Override
    public void get(int index, int[] target, int offset, int count) {
        IntBuffer elements = buffer();
        checkRange(index, count);
        elements.get(index, target, offset, count);
        VarHandle.acquireFence();
    }

    @Override
    public void set(int index, int[] source, int offset, int count) {
        IntBuffer elements = buffer();
        checkRange(index, count);
        VarHandle.releaseFence();
        elements.put(index, source, offset, count);
    }

    @Override
    public int[] toArray(int from, int to) {
        int[] copy = new int[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public IntBuffer buffer() {
        return memory().asIntBuffer();
    }
}
