package dev.multiproc.launcher;

import dev.multiproc.launcher.output.StandardStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output that remembers whether it could be written: a {@code PrintStream} above it tells nobody why. */
final class CheckedOutput extends OutputStream {
    private final FileOutputStream stream;
    private volatile IOException trouble;

    CheckedOutput(FileDescriptor descriptor) {
        stream = new FileOutputStream(descriptor);
    }

    /** The command's exit code, in which it counts that its results were not written; and says so. */
    int exitCode(int ofCommand) {
        IOException first = trouble;
        if (first == null || ofCommand != ExitCode.DONE) {
            return ofCommand;
        }
        if (StandardStream.isBrokenPipe(first)) {
            return ExitCode.NOBODY_READS;
        }
        System.err.println("multiproc: cannot write to standard output: " + first.getMessage());
        return ExitCode.CHECK_FAILED;
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
            if (trouble == null) {
                trouble = e;
            }
            throw e;
        }
    }
}
