package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.OwnAccess;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Items too large for a page, each in a separate file that is named by its sequence number. The writer first uses a
 * temporary name; the file gets its final name under the append lock, just before the record is published. The item's
 * length is in the record, because a file may be longer than its item.
 *
 * <p>Some files of finished items are kept as spares and written again, because memory that was written before is many
 * times faster than new memory. A spare belongs to the process that renames it first.
 */
final class SpillFiles {
    private static final String PART = ".part";
    private static final String SPARE = "spare-";
    private static final int SPARES = 4;
    private static final long MAX_SPARE_BYTES = 4L * 1024 * 1024;
    /** The most bytes the JDK copies through a stack buffer; for more it allocates memory on each call. */
    private static final int CHUNK_BYTES = 8 * 1024;

    private final Path directory;
    private final int slot;
    private final AtomicLong numbers = new AtomicLong();
    /** Approximately how many spares this process has made; only a change of the value matters. */
    private volatile long spared;
    /** The value of {@link #spared} at the last call of {@link #giveBackIfIdle}, and when spares were last deleted. */
    private long sparedBefore;

    private long deletedAt;

    SpillFiles(Path queueDirectory, int slot) {
        this.directory = queueDirectory.resolve("large");
        this.slot = slot;
    }

    /** Writes the first bytes of an array under a temporary name. Waits for the disk if {@code isSynced}. */
    Path write(byte[] bytes, int length, boolean isSynced) throws IOException {
        makeDirectory();
        Path part = directory.resolve(slot + "-" + numbers.incrementAndGet() + PART);
        boolean isComplete = false;
        try {
            takeSpare(part);
            fill(part, bytes, length, isSynced);
            isComplete = true;
        } catch (IOException e) {
            // The file system may be full because of the spares: delete them and try again.
            Files.deleteIfExists(part);
            deleteSpares();
            fill(part, bytes, length, isSynced);
            isComplete = true;
        } finally {
            if (!isComplete) {
                Files.deleteIfExists(part);
            }
        }
        return part;
    }

    /** Does not create parent directories: if they are gone, the session is gone and must not reappear. */
    private void makeDirectory() throws IOException {
        try {
            makeIfAbsent(directory.getParent());
            makeIfAbsent(directory);
        } catch (NoSuchFileException e) {
            throw MissingFile.exception(directory, e);
        }
    }

    private static void makeIfAbsent(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            OwnAccess.toDirectory(folder.toFile());
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Does not use a channel, since an interrupt would close it. */
    private static void fill(Path part, byte[] bytes, int length, boolean isSynced) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
            OwnAccess.toFile(part.toFile());
            for (int at = 0; at < length; at += CHUNK_BYTES) {
                file.write(bytes, at, Math.min(CHUNK_BYTES, length - at));
            }
            if (isSynced) {
                file.getFD().sync();
            }
        }
    }

    private void takeSpare(Path part) throws IOException {
        for (int i = 0; i < SPARES && !takeSpare(i, part); i++) {}
    }

    /** Returns false if there is no such spare, or another process was faster. */
    private boolean takeSpare(int number, Path part) throws IOException {
        try {
            Files.move(spare(number), part, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void deleteSpares() throws IOException {
        for (int i = 0; i < SPARES; i++) {
            Files.deleteIfExists(spare(i));
        }
    }

    private Path spare(int number) {
        return directory.resolve(SPARE + number);
    }

    void publish(Path part, long sequence) throws IOException {
        Files.move(part, file(sequence), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard(Path part) throws IOException {
        Files.deleteIfExists(part);
    }

    /** Reads {@code length} bytes of an item's file. */
    byte[] read(long sequence, int length) throws IOException {
        // Check the length before allocating that much.
        if (length < 0 || length > file(sequence).toFile().length()) {
            checkThere(file(sequence));
            throw tooShort(sequence, length);
        }
        byte[] bytes = new byte[length];
        try (FileInputStream stream = new FileInputStream(file(sequence).toFile())) {
            for (int at = 0; at < length; ) {
                int count = stream.read(bytes, at, Math.min(CHUNK_BYTES, length - at));
                if (count < 0) {
                    throw tooShort(sequence, length);
                }
                at += count;
            }
        }
        return bytes;
    }

    /** Where the files are. */
    Path directory() {
        return directory;
    }

    /** If only this file is missing, that is damage; if its directory is missing too, the session is gone. */
    private void checkThere(Path file) throws IOException {
        try {
            Files.size(file);
        } catch (NoSuchFileException e) {
            if (MissingFile.isGone(directory)) {
                throw MissingFile.exception(file, e);
            }
            throw e;
        }
    }

    private EOFException tooShort(long sequence, int length) {
        return new EOFException(
                "the file of a large item ends too early, path=" + file(sequence) + ", length of the item=" + length);
    }

    /** Keeps the file of a finished item as a spare, or deletes it. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void finish(long sequence) throws IOException {
        Path file = file(sequence);
        int free = file.toFile().length() <= MAX_SPARE_BYTES ? freeSpare() : -1;
        if (free < 0) {
            Files.deleteIfExists(file);
            return;
        }
        try {
            // If another process has created this spare in the meantime, it is overwritten: one spare less.
            Files.move(file, spare(free), StandardCopyOption.ATOMIC_MOVE);
            spared++;
        } catch (NoSuchFileException e) {
            // A sweeper that found the item done has deleted the file.
            Files.deleteIfExists(file);
        }
    }

    /** Called periodically by one thread. Deletes the spares if this process has made none since the last call. */
    void giveBackIfIdle() {
        long made = spared;
        if (made == sparedBefore && made != deletedAt) {
            deletedAt = made;
            try {
                deleteSpares();
            } catch (IOException e) {
                Journal.debug(SpillFiles.class, "cannot give back files of finished items, path=" + directory, e);
            }
        }
        sparedBefore = made;
    }

    private int freeSpare() {
        for (int i = 0; i < SPARES; i++) {
            if (!spare(i).toFile().exists()) {
                return i;
            }
        }
        return -1;
    }

    void delete(long sequence) throws IOException {
        Files.deleteIfExists(file(sequence));
    }

    private Path file(long sequence) {
        return directory.resolve(Long.toString(sequence));
    }

    /** Deletes what a dead process left behind: its unfinished files, and the files of items that are done. */
    void sweep(int deadSlot, long low) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (isLeft(file.getFileName().toString(), deadSlot, low)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isLeft(String name, int deadSlot, long low) {
        if (name.startsWith(SPARE)) {
            return false;
        }
        if (name.endsWith(PART)) {
            return deadSlot == QueueSweep.ALL || name.startsWith(deadSlot + "-");
        }
        return name.matches("[0-9]{1,18}") && Long.parseLong(name) < low;
    }
}
