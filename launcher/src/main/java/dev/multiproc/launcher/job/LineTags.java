package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a tag before each line of a stream. */
final class LineTags extends OutputStream {
    private final OutputStream stream;
    private final byte[] tag;
    private boolean isInLine;

    LineTags(OutputStream stream, byte[] tag) {
        this.stream = stream;
        this.tag = tag.clone();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int begin = offset;
        int end = offset + length;
        while (begin < end) {
            if (!isInLine) {
                stream.write(tag);
            }
            int lineEnd = begin;
            while (lineEnd < end && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            isInLine = lineEnd == end;
            int next = Math.min(end, lineEnd + 1);
            stream.write(bytes, begin, next - begin);
            begin = next;
        }
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }
}
