package dev.multiproc.internal.control;

import java.io.File;
import java.nio.file.Path;

/**
 * How much room a file system has. Asked of the file system itself: a {@code FileStore} looks for it in the table of mounts first,
 * and in a changed root there may be none, or one without it.
 */
public final class FreeRoom {
    private FreeRoom() {}

    /** The bytes that are free at a place; very many where nobody knows, and the place itself will tell. */
    public static long bytes(Path directory) {
        File file = directory.toFile();
        long usable = file.getUsableSpace();
        return usable == 0 && file.getTotalSpace() == 0 ? Long.MAX_VALUE : usable;
    }

    /** The bytes that all of the file system has; very many where nobody knows. */
    public static long size(Path directory) {
        long total = directory.toFile().getTotalSpace();
        return total == 0 ? Long.MAX_VALUE : total;
    }
}
