package dev.multiproc.internal.control;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32C;

/**
 * A file mapped for reading and writing, shared with other processes. Each accessor's name says its memory order.
 * Offsets are in bytes from the start, and a word must lie at a multiple of its size.
 *
 * <p>The mapping lasts until {@link #unmap()}, or until it is garbage collected.
 */
public final class MappedRegion {
    /** How much Linux maps at a page fault when memory is read. */
    private static final int AROUND_BYTES = 64 * 1024;

    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private final ByteBuffer buffer;
    /** Null unless this is a part of another region. */
    private final MappedRegion whole;

    private final int origin;
    private final Existence existence;
    /** The memory's address, 0 until asked for. Several threads may compute it, with the same result. */
    private volatile long address;
    /** Written so that the compiler does not remove reads whose value is not used. */
    private int unusedSum;

    private MappedRegion(ByteBuffer buffer) {
        this(buffer, null, 0, Existence.ENDLESS);
    }

    private MappedRegion(ByteBuffer buffer, MappedRegion whole, int origin, Existence existence) {
        this.buffer = buffer;
        this.whole = whole;
        this.origin = origin;
        this.existence = existence;
    }

    /**
     * In tests the handle is exact, which refuses a call that would box its arguments. Otherwise not: the first call of
     * an exact handle loads 22 classes.
     */
    private static VarHandle view(Class<?> words) {
        VarHandle view = MethodHandles.byteBufferViewVarHandle(words, ByteOrder.nativeOrder());
        return MappedRegion.class.desiredAssertionStatus() ? view.withInvokeExactBehavior() : view;
    }

    /**
     * Maps a whole file. The file's room must have been reserved: an access to a hole in a full file system ends in
     * SIGBUS.
     *
     * @throws NoSuchFileException if the file does not exist
     */
    public static MappedRegion map(Path file) throws NoSuchFileException {
        try {
            return new MappedRegion(Mapper.map(file).order(ByteOrder.nativeOrder()));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new MultiprocessingException("cannot map the file, path=" + file, e);
        }
    }

    /**
     * A part of this region, for what may end while the region lasts.
     *
     * @param partsExistence tells when it has ended
     */
    public MappedRegion part(int offset, int length, Existence partsExistence) {
        return new MappedRegion(
                buffer.slice(offset, length).order(ByteOrder.nativeOrder()), this, offset, partsExistence);
    }

    /** This region, in the place of a part of another one that began at an offset there. */
    public MappedRegion inPlaceOf(int offset, Existence newExistence) {
        return new MappedRegion(buffer, this, offset, newExistence);
    }

    /** Where this region begins in the whole that it is a part of, or stands in for; 0 if there is none. */
    public int origin() {
        return origin;
    }

    /** Whether what lies in this region still exists. */
    public Existence existence() {
        return existence;
    }

    /** A region of this process's own memory, for tests and for models of the protocols. */
    public static MappedRegion onHeapOutside(int length) {
        return new MappedRegion(ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder()));
    }

    public int length() {
        return buffer.capacity();
    }

    /** The mapped memory itself, for callers that need its address. */
    public ByteBuffer memory() {
        return buffer;
    }

    /** The memory's address in this process. It takes a call of native code, which is made once. */
    public long address(ToLongFunction<ByteBuffer> nativeCall) {
        if (address == 0) {
            boolean isPart = whole != null && whole.length() != length();
            address = isPart ? whole.address(nativeCall) + origin : nativeCall.applyAsLong(buffer);
        }
        return address;
    }

    public int getInt(int offset) {
        return (int) INT.get(buffer, offset);
    }

    public void setInt(int offset, int value) {
        INT.set(buffer, offset, value);
    }

    public int getIntAcquire(int offset) {
        return (int) INT.getAcquire(buffer, offset);
    }

    public int getIntVolatile(int offset) {
        return (int) INT.getVolatile(buffer, offset);
    }

    public void setIntRelease(int offset, int value) {
        INT.setRelease(buffer, offset, value);
    }

    public void setIntVolatile(int offset, int value) {
        INT.setVolatile(buffer, offset, value);
    }

    public boolean compareAndSetInt(int offset, int expected, int value) {
        return INT.compareAndSet(buffer, offset, expected, value);
    }

    public int compareAndExchangeInt(int offset, int expected, int value) {
        return (int) INT.compareAndExchange(buffer, offset, expected, value);
    }

    public int getAndAddInt(int offset, int delta) {
        return (int) INT.getAndAdd(buffer, offset, delta);
    }

    public int getAndSetInt(int offset, int value) {
        return (int) INT.getAndSet(buffer, offset, value);
    }

    public long getLong(int offset) {
        return (long) LONG.get(buffer, offset);
    }

    public void setLong(int offset, long value) {
        LONG.set(buffer, offset, value);
    }

    public long getLongAcquire(int offset) {
        return (long) LONG.getAcquire(buffer, offset);
    }

    public long getLongVolatile(int offset) {
        return (long) LONG.getVolatile(buffer, offset);
    }

    public void setLongRelease(int offset, long value) {
        LONG.setRelease(buffer, offset, value);
    }

    public void setLongVolatile(int offset, long value) {
        LONG.setVolatile(buffer, offset, value);
    }

    public boolean compareAndSetLong(int offset, long expected, long value) {
        return LONG.compareAndSet(buffer, offset, expected, value);
    }

    public long compareAndExchangeLong(int offset, long expected, long value) {
        return (long) LONG.compareAndExchange(buffer, offset, expected, value);
    }

    public long getAndSetLong(int offset, long value) {
        return (long) LONG.getAndSet(buffer, offset, value);
    }

    public long getAndAddLong(int offset, long delta) {
        return (long) LONG.getAndAdd(buffer, offset, delta);
    }

    public long getAndOrLong(int offset, long bits) {
        return (long) LONG.getAndBitwiseOr(buffer, offset, bits);
    }

    public long getAndAndLong(int offset, long bits) {
        return (long) LONG.getAndBitwiseAnd(buffer, offset, bits);
    }

    /**
     * Lets the kernel map a part whose memory exists. A read maps many pages of a memory file system at once, a write
     * only one.
     */
    public void touch(int offset, int length) {
        int end = Math.min(offset + length, buffer.capacity() - Integer.BYTES);
        int sum = 0;
        for (int at = offset & -AROUND_BYTES; at < end; at += AROUND_BYTES) {
            sum += getInt(at);
        }
        unusedSum = sum;
    }

    /** Raises a word to at least a value. */
    public void raiseInt(int offset, int value) {
        int seen = getIntVolatile(offset);
        while (seen < value && !compareAndSetInt(offset, seen, value)) {
            seen = getIntVolatile(offset);
        }
    }

    /** Raises a word to at least a value; returns true if this call raised it. */
    public boolean raiseLong(int offset, long value) {
        while (true) {
            long now = getLongVolatile(offset);
            if (now >= value) {
                return false;
            }
            if (compareAndSetLong(offset, now, value)) {
                return true;
            }
        }
    }

    /** Waits until a part of the region is on the disk. */
    public void force(int offset, int length) {
        ((MappedByteBuffer) buffer).force(offset, length);
    }

    /** The CRC-32C of some bytes. */
    public int checksum(int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.slice(offset, length));
        return (int) checksum.getValue();
    }

    public void putBytes(int offset, byte[] source) {
        buffer.put(offset, source);
    }

    public void putBytes(int offset, byte[] source, int sourceOffset, int length) {
        buffer.put(offset, source, sourceOffset, length);
    }

    public byte[] getBytes(int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return bytes;
    }

    public void getBytes(int offset, byte[] target, int length) {
        buffer.get(offset, target, 0, length);
    }

    /** Frees the address space now. Any later access would end the JVM, so the caller must prove that there is none. */
    public void unmap() {
        Unmapper.unmap(buffer);
    }
}
