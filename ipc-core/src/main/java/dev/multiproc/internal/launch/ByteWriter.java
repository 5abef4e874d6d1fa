package dev.multiproc.internal.launch;

import java.io.ByteArrayOutputStream;

/** Bytes for a {@link ByteReader}: numbers with their high byte first. */
public final class ByteWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public ByteWriter writeByte(int value) {
        bytes.write(value);
        return this;
    }

    public ByteWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public ByteWriter writeChar(char value) {
        return writeByte(value >> 8).writeByte(value);
    }

    public ByteWriter writeInt(int value) {
        return writeChar((char) (value >> Character.SIZE)).writeChar((char) value);
    }

    public ByteWriter writeLong(long value) {
        return writeInt((int) (value >> Integer.SIZE)).writeInt((int) value);
    }

    /** Writes two bytes for each character, which allows all characters and is quick to read. */
    public ByteWriter writeText(String text) {
        writeInt(text.length());
        for (int i = 0; i < text.length(); i++) {
            writeChar(text.charAt(i));
        }
        return this;
    }

    public ByteWriter writeBytes(byte[] value) {
        writeInt(value.length);
        bytes.writeBytes(value);
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
