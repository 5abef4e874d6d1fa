package dev.multiproc.internal.launch;

/**
 * Reads what a {@link ByteWriter} has written. It uses shifts: the JDK's own reader uses variable handles from JDK 21 on, and the
 * first of these costs a new JVM 2 ms.
 */
public final class ByteReader {
    private final byte[] bytes;
    private int at;

    /** Reads from this position on. */
    public ByteReader(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = start;
    }

    public int readByte() {
        return bytes[at++];
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public char readChar() {
        return (char) (readByte() << 8 | readByte() & 0xff);
    }

    public int readInt() {
        return readChar() << 16 | readChar();
    }

    public long readLong() {
        return (long) readInt() << Integer.SIZE | readInt() & 0xffff_ffffL;
    }

    /** Reads a text that {@link ByteWriter#writeText} wrote. */
    public String readText() {
        char[] characters = new char[readInt()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = readChar();
        }
        return new String(characters);
    }

    public byte[] readBytes() {
        byte[] copy = new byte[readInt()];
        System.arraycopy(bytes, at, copy, 0, copy.length);
        at += copy.length;
        return copy;
    }
}
