package dev.multiproc.codec;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/** A growing byte array. It is also an output stream, so that Java serialization can write into it. */
class Output extends OutputStream {
    private static final int INITIAL_BYTES = 128;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    static IllegalArgumentException tooLarge(Object bytes) {
        return new IllegalArgumentException("it takes more than the limit of " + Codec.MAX_BYTES
                + " bytes (256 MiB): send it in parts, or put it into a file and send its name, bytes=" + bytes);
    }

    /** Rejects more elements than an item may have bytes, before an array for them is allocated. */
    static void checkCount(int elements) {
        if (elements > Codec.MAX_BYTES) {
            throw tooLarge("more than " + elements);
        }
    }

    /** A stream over a part of the bytes. */
    final ByteArrayInputStream view(int start, int length) {
        return new ByteArrayInputStream(bytes, start, length);
    }

    final byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    final int size() {
        return size;
    }

    @Override
    public final void write(int oneByte) {
        reserve(1);
        bytes[size++] = (byte) oneByte;
    }

    @Override
    public final void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public final void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    final void writeLatin1(String text) {
        int length = text.length();
        reserve(length);
        Text.copyLatin1(text, bytes, size);
        size += length;
    }

    final void writeShort(int value) {
        claim(Short.BYTES).putShort((short) value);
    }

    final void writeInt(int value) {
        claim(Integer.BYTES).putInt(value);
    }

    final void writeLong(long value) {
        claim(Long.BYTES).putLong(value);
    }

    final void patchInt(int position, int value) {
        ByteBuffer.wrap(bytes).putInt(position, value);
    }

    /** The CRC-32C of all bytes from {@code position} on. */
    final int checksum(int position) {
        return checksum(bytes, position, size - position);
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Writes an unsigned number with seven bits per byte, low bits first. */
    final void writeVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        write((int) rest);
    }

    /** Writes a signed number so that small negative numbers are short too. */
    final void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    /** Appends {@code length} bytes, to be filled through the returned buffer. */
    final ByteBuffer claim(int length) {
        reserve(length);
        ByteBuffer claimed = ByteBuffer.wrap(bytes, size, length);
        size += length;
        return claimed;
    }

    private void reserve(int length) {
        if (length > bytes.length - size) {
            grow((long) size + length);
        }
    }

    private void grow(long needed) {
        if (needed > Codec.MAX_BYTES) {
            throw tooLarge("more than " + Codec.MAX_BYTES);
        }
        long roomy = Math.min(Codec.MAX_BYTES, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, roomy));
    }
}
