package dev.multiproc.launcher.queue;

import dev.multiproc.launcher.output.StandardStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output or error for bytes of any kind, not buffered. An error says which of them could not be written. */
final class RawOutput extends OutputStream {
    static final OutputStream OUT = new RawOutput(FileDescriptor.out, "standard output");
    static final OutputStream ERR = new RawOutput(FileDescriptor.err, "standard error");

    private final FileOutputStream stream;
    private final String name;

    private RawOutput(FileDescriptor descriptor, String name) {
        stream = new FileOutputStream(descriptor);
        this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            if (StandardStream.isBrokenPipe(e)) {
                throw e;
            }
            throw new IOException("cannot write to " + name + ": " + e.getMessage(), e);
        }
    }
}
