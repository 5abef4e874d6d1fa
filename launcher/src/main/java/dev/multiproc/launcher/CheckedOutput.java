package dev.multiproc.launcher;

import dev.multiproc.launcher.output.StandardStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output that keeps its first write error, since a {@code PrintStream} does not tell the reason of an error. */
final class CheckedOutput extends OutputStream {
    private final FileOutputStream stream;
    private volatile IOException failure;

    CheckedOutput(FileDescriptor descriptor) {
        stream = new FileOutputStream(descriptor);
    }

    /** The exit code of the whole command: an error code, after a message, if its results could not be written. */
    int exitCode(int commandExitCode) {
        IOException firstFailure = failure;
        if (firstFailure == null || commandExitCode != ExitCode.DONE) {
            return commandExitCode;
        }
        if (StandardStream.isBrokenPipe(firstFailure)) {
            return ExitCode.BROKEN_PIPE;
        }
        System.err.println("multiproc: cannot write to standard output: " + firstFailure.getMessage());
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
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }
}
