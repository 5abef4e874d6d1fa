package dev.multiproc.internal.control;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Maps whole files, each on a thread of its own that nobody interrupts. If a thread is interrupted in the middle of
 * {@link FileChannel#map}, the JDK (17 and 25) never unmaps what it has mapped for it.
 */
final class Mapper {
    private Mapper() {}

    /** Maps a file for reading and writing. An interrupt is kept for the next call that waits. */
    static MappedByteBuffer map(Path file) throws IOException {
        Work work = new Work(file);
        work.start();
        awaitEnd(work);
        return work.result();
    }

    /** Waits until a thread has ended. An interrupt is kept for the next call that waits. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A class and not a lambda, which would delay the start of each child. */
    private static final class Work extends Thread {
        private final Path file;
        private MappedByteBuffer mapped;
        private Throwable failure;

        Work(Path file) {
            super("multiproc-map");
            this.file = file;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                mapped = channel.map(MapMode.READ_WRITE, 0, channel.size());
            } catch (Throwable e) {
                // Thrown to the waiting thread.
                failure = e;
            }
        }

        MappedByteBuffer result() throws IOException {
            if (failure instanceof IOException exception) {
                throw exception;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return mapped;
        }
    }
}
