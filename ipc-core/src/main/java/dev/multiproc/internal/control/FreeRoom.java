package dev.multiproc.internal.control;

import dev.multiproc.MultiprocessingException;
import java.io.File;
import java.nio.file.Path;

/**
 * How much room a file system has. Asked of the file system itself: a {@code FileStore} looks for it in the table of mounts first,
 * and in a changed root there may be none, or one without it.
 */
public final class FreeRoom {
    /** What a user can do if there is no room. */
    public static final String ADVICE = "; free some room, or choose another place with Options.withBaseDirectory;"
            + " a container gets more with docker run --shm-size=1g, or in Kubernetes with an emptyDir of medium Memory";

    private static final long MARGIN_BYTES = 1024 * 1024;

    private FreeRoom() {}

    /** The bytes that are free at a place; a very large number if unknown: then writing shows whether there is room. */
    public static long bytes(Path directory) {
        File file = directory.toFile();
        long usable = file.getUsableSpace();
        return usable == 0 && file.getTotalSpace() == 0 ? Long.MAX_VALUE : usable;
    }

    /** The size of the whole file system in bytes; a very large number if unknown. */
    public static long size(Path directory) {
        long total = directory.toFile().getTotalSpace();
        return total == 0 ? Long.MAX_VALUE : total;
    }

    /**
     * What to throw when something could not be written: that there is no room if there is none, and what to do then; else that
     * it could not be written.
     *
     * @param what was to be written
     * @param bytes how many that takes
     */
    public static MultiprocessingException trouble(String what, Path directory, long bytes, Throwable cause) {
        long free = bytes(directory);
        // A fault in mapped memory is an InternalError: the file system was full, if only for a moment.
        boolean isFull = free < bytes + MARGIN_BYTES || cause instanceof InternalError;
        return isFull
                ? new MultiprocessingException(
                        "no room for " + what + ": " + free + " bytes are free, path=" + directory + ADVICE, cause)
                : new MultiprocessingException("cannot write " + what + ", path=" + directory, cause);
    }
}
