package dev.multiproc.internal.queue;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Items too large for a page, each in a file beside the log that is named by its sequence number. A file is written under a
 * name of its writer's, and gets its final one under the append lock just before the record is published.
 */
final class SpillFiles {
    private static final String PART = ".part";

    private final Path directory;
    private final int slot;
    private final AtomicLong numbers = new AtomicLong();

    SpillFiles(Path queueDirectory, int slot) {
        this.directory = queueDirectory.resolve("large");
        this.slot = slot;
    }

    /** Writes the bytes under a temporary name. */
    Path write(byte[] bytes) throws IOException {
        Files.createDirectories(directory);
        Path part = directory.resolve(slot + "-" + numbers.incrementAndGet() + PART);
        boolean complete = false;
        // Not a channel: an interrupt would close it.
        try (FileOutputStream stream = new FileOutputStream(part.toFile())) {
            stream.write(bytes);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(part);
            }
        }
        return part;
    }

    void publish(Path part, long sequence) throws IOException {
        Files.move(part, file(sequence), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard(Path part) throws IOException {
        Files.deleteIfExists(part);
    }

    byte[] read(long sequence) throws IOException {
        try (FileInputStream stream = new FileInputStream(file(sequence).toFile())) {
            return stream.readAllBytes();
        }
    }

    void delete(long sequence) throws IOException {
        Files.deleteIfExists(file(sequence));
    }

    private Path file(long sequence) {
        return directory.resolve(Long.toString(sequence));
    }

    /** Deletes what a dead process left: unfinished files of its own, and files of items that are done. */
    void sweep(int deadSlot, long low) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean isLeft = name.endsWith(PART) ? name.startsWith(deadSlot + "-") : Long.parseLong(name) < low;
                if (isLeft) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
