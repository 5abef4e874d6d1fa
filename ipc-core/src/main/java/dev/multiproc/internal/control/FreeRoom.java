package dev.multiproc.internal.control;

import dev.multiproc.MultiprocessingException;
import java.io.File;
import java.nio.file.Path;

/**
 * How much room a file system has. Uses {@link File} and not {@code FileStore}, which searches the mount table: in a
 * changed root that table may be missing or incomplete.
 */
public final class FreeRoom {
    /** What a user can do if there is no room. */
    public static final String ADVICE = "; free some room, or choose another place with Options.withBaseDirectory;"
            + " a container gets more with docker run --shm-size=1g, or in Kubernetes with an emptyDir of medium Memory";

    private static final long MARGIN_BYTES = 1024 * 1024;

    private FreeRoom() {}

    /**
     * How many bytes are free in a directory's file system; a very large number if unknown, so that only writing shows
     * whether there is room.
     */
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
     * The exception to throw when something could not be written. If there is no room, it says so and what to do.
     *
     * @param what what was to be written
     * @param bytes how many bytes that takes
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
