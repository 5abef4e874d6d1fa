package dev.multiproc.internal.sync;

import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.PlainFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A barrier's action, serialized in a file of the session. The process that created the barrier keeps the action object
 * itself.
 */
final class StoredAction {
    private final Path file;
    private Runnable action;

    StoredAction(Path file) {
        this.file = file;
    }

    /** Writes the file, before other processes can find the barrier. */
    static void write(Path file, byte[] bytes) {
        try {
            PlainFiles.write(file, bytes);
        } catch (IOException e) {
            throw FileTrouble.of("cannot write a barrier's action", file, e);
        }
    }

    synchronized void keep(Runnable original) {
        action = original;
    }

    private synchronized Runnable action() {
        if (action == null) {
            action = read();
        }
        return action;
    }

    private Runnable read() {
        try {
            return (Runnable) new JavaSerialization().read(PlainFiles.read(file));
        } catch (IOException e) {
            throw FileTrouble.of("cannot read a barrier's action", file, e);
        }
    }

    void run() {
        action().run();
    }
}
