package dev.multiproc.internal.memory;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.memory.SharedByteArray;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;

/**
 * An array of bytes in a mapped file. Java has no atomic access to single bytes of a buffer, so an element is changed
 * by a compare-and-set of the four bytes that contain it. A plain store to a neighbouring byte makes that fail, and it
 * is tried again.
 */
final class MappedByteArray extends MappedArray implements SharedByteArray {
    private static final long serialVersionUID = 1L;
    private static final int BYTE = 0xff;
    private static final int IN_WORD = Integer.BYTES - 1;
    /** The position of a word's first byte. */
    private static final int FIRST = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : IN_WORD;

    MappedByteArray(MemoryFamily family, ObjectPlace place) {
        super(family, place);
    }

    private static int word(int offset) {
        return offset & ~IN_WORD;
    }

    /** How many bits a byte is shifted left within its word. */
    private static int shift(int offset) {
        return ((offset & IN_WORD) ^ FIRST) * Byte.SIZE;
    }

    private static byte at(int offset, int word) {
        return (byte) (word >>> shift(offset));
    }

    /** Replaces an element by the result of a function of its old value. Returns the old value. */
    private byte replace(int index, IntUnaryOperator update) {
        int offset = checkIndex(index);
        int shift = shift(offset);
        MappedRegion region = region();
        int seen = region.getIntVolatile(word(offset));
        while (true) {
            byte old = at(offset, seen);
            int next = seen & ~(BYTE << shift) | (update.applyAsInt(old) & BYTE) << shift;
            int witness = region.compareAndExchangeInt(word(offset), seen, next);
            if (witness == seen) {
                return old;
            }
            seen = witness;
        }
    }

    @Override
    public byte get(int index) {
        int offset = checkIndex(index);
        return at(offset, region().getIntVolatile(word(offset)));
    }

    @Override
    public void set(int index, byte value) {
        replace(index, old -> value);
    }

    @Override
    public byte getPlain(int index) {
        return memory().get(checkIndex(index));
    }

    @Override
    public void setPlain(int index, byte value) {
        memory().put(checkIndex(index), value);
    }

    @Override
    public byte getAcquire(int index) {
        int offset = checkIndex(index);
        return at(offset, region().getIntAcquire(word(offset)));
    }

    @Override
    public void setRelease(int index, byte value) {
        int offset = checkIndex(index);
        ByteBuffer memory = memory();
        VarHandle.releaseFence();
        memory.put(offset, value);
    }

    @Override
    public byte getAndSet(int index, byte value) {
        return replace(index, old -> value);
    }

    @Override
    public byte compareAndExchange(int index, byte expected, byte value) {
        return replace(index, old -> old == expected ? value : old);
    }

    @Override
    public byte getAndAdd(int index, byte delta) {
        return replace(index, old -> old + delta);
    }

    @Override
    public void get(int index, byte[] target, int offset, int count) {
        checkRange(index, count);
        memory().get(index, target, offset, count);
        VarHandle.acquireFence();
    }

    @Override
    public void set(int index, byte[] source, int offset, int count) {
        checkRange(index, count);
        ByteBuffer memory = memory();
        VarHandle.releaseFence();
        memory.put(index, source, offset, count);
    }

    @Override
    public byte[] toArray(int from, int to) {
        byte[] copy = new byte[checkCopy(from, to)];
        get(from, copy);
        return copy;
    }

    @Override
    public ByteBuffer buffer() {
        return memory().slice(0, count()).order(ByteOrder.nativeOrder());
    }
}
