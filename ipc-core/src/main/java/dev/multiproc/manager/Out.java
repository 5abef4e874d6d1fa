package dev.multiproc.manager;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message that is being written. Reused by one connection, one message after the other. */
final class Out {
    private static final int FIRST_BYTES = 256;
    /** A longer array is not kept for the next message. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** Begins a new message. */
    void clear() {
        size = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
    }

    int size() {
        return size;
    }

    private void reserve(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, count)));
        }
    }

    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    /** Drops what was written after it had this size. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** All of another one. */
    void put(Out other) {
        reserve(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
    }

    /** Overwrites an int. */
    void patchInt(int position, int value) {
        int end = size;
        size = position;
        putInt(value);
        size = end;
    }

    /** With its length in front. */
    void putBytes(byte[] part) {
        putInt(part.length);
        putRaw(part);
    }

    void putRaw(byte[] part) {
        reserve(part.length);
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
    }

    void putText(String text) {
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Reads what {@link #putText} wrote. */
    static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.getInt()];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
