package dev.multiproc.launcher.work;

import dev.multiproc.sync.SharedLock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

/**
 * How the output of a command gets to this process's standard output.
 *
 * @param lock taken for each line, so that lines of several processes are never mixed; null if the command has this process's own
 *     standard output, which costs nothing
 */
public record OutputRoute(SharedLock lock) implements Serializable {
    private static final FileOutputStream STANDARD_OUTPUT = new FileOutputStream(FileDescriptor.out);

    boolean isRelayed() {
        return lock != null;
    }

    /** Where to write while nobody else does. */
    OutputStream stream() {
        return STANDARD_OUTPUT;
    }

    /** Each write to it is one that nobody else's gets into. */
    OutputStream lockedStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                locked(() -> STANDARD_OUTPUT.write(bytes, offset, length));
            }
        };
    }

    /** Writes bytes that belong together. */
    void write(byte[] bytes, int length) throws IOException {
        locked(() -> STANDARD_OUTPUT.write(bytes, 0, length));
    }

    /** Writes what belongs together. */
    interface Writing {
        void run() throws IOException;
    }

    /** Writes while nobody else does. */
    void locked(Writing writing) throws IOException {
        if (lock == null) {
            writing.run();
            return;
        }
        lock.lock();
        try {
            writing.run();
        } finally {
            lock.unlock();
        }
    }
}
