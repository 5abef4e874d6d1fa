package dev.multiproc.internal.control;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Maps whole files, each on a thread of its own that nobody interrupts: the JDK (17 and 25) never unmaps what it maps for a
 * thread that is interrupted in the middle of {@link FileChannel#map}.
 */
final class Mapper {
    private Mapper() {}

    /** Maps a file for reading and writing. An interrupt is kept for the next call that waits. */
    static MappedByteBuffer map(Path file) throws IOException {
        FutureTask<MappedByteBuffer> mapping = new FutureTask<>(() -> mapHere(file));
        Thread thread = new Thread(mapping, "multiproc-map");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return mapping.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static MappedByteBuffer mapHere(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            return channel.map(MapMode.READ_WRITE, 0, channel.size());
        }
    }

    private static IOException rethrow(Throwable cause) {
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (IOException) cause;
    }
}
