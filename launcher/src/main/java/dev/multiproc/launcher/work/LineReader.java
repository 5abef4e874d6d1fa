package dev.multiproc.launcher.work;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines as bytes, so that they stay as they are in whatever encoding. For one thread. */
public final class LineReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final int end;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * Reads a stream.
     *
     * @param end what ends a line: a line feed, or NUL
     */
    public LineReader(InputStream input, char end) {
        this.input = new BufferedInputStream(input, BUFFER_BYTES);
        this.end = end;
    }

    /** The next line without its end; null if there is none. */
    public byte[] next() throws IOException {
        line.reset();
        int read = input.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != end; read = input.read()) {
            line.write(read);
        }
        return line.toByteArray();
    }
}
