package dev.multiproc.internal.control;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes the names of files to the disk. */
public final class DirectorySync {
    private DirectorySync() {}

    /**
     * Waits until the names of the files in a directory are on the disk. An interrupt would close the channel, so it is
     * kept for later: the files exist already, and their names must become durable.
     */
    public static void sync(Path directory) throws IOException {
        boolean interrupted = false;
        boolean isDone = false;
        try {
            while (!isDone) {
                interrupted |= Thread.interrupted();
                isDone = trySync(directory);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns false if an interrupt has closed the channel. */
    private static boolean trySync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }
}
