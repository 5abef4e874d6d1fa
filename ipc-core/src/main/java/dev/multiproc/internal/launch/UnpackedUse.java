package dev.multiproc.internal.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Locks that show, while this JVM lives, that it uses an unpacked directory, so that no process removes it. */
final class UnpackedUse {
    /** Kept open: closing any channel of a file drops this JVM's locks on it. Guarded by itself. */
    private static final Map<Path, FileChannel> HELD = new HashMap<>();

    private UnpackedUse() {}

    /** Removes a directory. */
    interface Removal {
        void run() throws IOException;
    }

    static void begin(Path parent, String name) throws IOException {
        Path file = lockFile(parent.resolve(name));
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return;
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                channel.lock(0, Long.MAX_VALUE, true);
            } catch (OverlappingFileLockException e) {
                // Another copy of this library in this JVM holds the lock already, which protects the directory too.
            }
            HELD.put(file, channel);
        }
    }

    /** Removes a directory unless a process uses it; false if one does. */
    static boolean removeUnlessUsed(Path directory, Removal removal) throws IOException {
        Path file = lockFile(directory);
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return false;
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            removal.run();
            Files.deleteIfExists(file);
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Path lockFile(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".lock");
    }
}
