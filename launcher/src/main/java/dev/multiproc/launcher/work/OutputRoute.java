package dev.multiproc.launcher.work;

import dev.multiproc.sync.SharedLock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
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

    /** Writes bytes that belong together. */
    void write(byte[] bytes, int length) throws IOException {
        if (lock == null) {
            STANDARD_OUTPUT.write(bytes, 0, length);
            return;
        }
        lock.lock();
        try {
            STANDARD_OUTPUT.write(bytes, 0, length);
        } finally {
            lock.unlock();
        }
    }
}
