package dev.multiproc.launcher.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on whole lines at once, and keeps the begin of a line until the rest of it comes. A very long line goes in pieces. */
public final class WholeLines {
    private static final int MAX_LINE_BYTES = 1024 * 1024;

    private final OutputStream stream;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /** Passes them on to a stream, with one write. */
    public WholeLines(OutputStream stream) {
        this.stream = stream;
    }

    /** The next bytes of the text. */
    public void add(byte[] bytes, int offset, int length) throws IOException {
        int lineEnd = offset + length;
        while (lineEnd > offset && bytes[lineEnd - 1] != '\n') {
            lineEnd--;
        }
        if (lineEnd > offset) {
            pending.write(bytes, offset, lineEnd - offset);
            flush();
        }
        pending.write(bytes, lineEnd, offset + length - lineEnd);
        if (pending.size() > MAX_LINE_BYTES) {
            flush();
        }
    }

    /** Passes on what is there, for which no end of a line has come. */
    public void flush() throws IOException {
        byte[] bytes = pending.toByteArray();
        pending.reset();
        if (bytes.length > 0) {
            stream.write(bytes, 0, bytes.length);
        }
    }
}
