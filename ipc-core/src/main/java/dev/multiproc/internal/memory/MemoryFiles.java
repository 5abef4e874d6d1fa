package dev.multiproc.internal.memory;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.FreeRoom;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.OwnAccess;
import dev.multiproc.internal.control.PlainFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The files of a session's arrays and blocks. A file that is being created is called {@code SLOT-NUMBER.new} after its
 * creator; no object's file has a name that ends so.
 */
public final class MemoryFiles {
    private static final String UNFINISHED = ".new";
    /** The most bytes the JDK copies through a stack buffer; for more it allocates memory on each call. */
    private static final int CHUNK_BYTES = 8 * 1024;

    private final Path directory;
    private final int slot;
    private final AtomicLong numbers = new AtomicLong();

    /** Accesses the files in a directory for the process in a slot. */
    public MemoryFiles(Path directory, int slot) {
        this.directory = directory;
        this.slot = slot;
    }

    private Path file(String fileName) {
        return directory.resolve(fileName);
    }

    /** A file that no other process knows until it is published. Closing it deletes it if it was not published. */
    public final class NewFile implements AutoCloseable {
        private final Path path = directory.resolve(slot + "-" + numbers.incrementAndGet() + UNFINISHED);
        private final int length;
        private final Consumer<MappedRegion> content;
        private boolean isWritten;

        private NewFile(int length, Consumer<MappedRegion> content) {
            this.length = length;
            this.content = content;
        }

        /** Reserves the disk space and writes the content. */
        public void write() {
            if (!isWritten) {
                reserve();
                try {
                    content.accept(MappedRegion.map(path));
                } catch (NoSuchFileException e) {
                    throw MissingFile.exception(path, e);
                }
                isWritten = true;
                MemoryKillPoint.MEMORY_WRITTEN.here();
            }
        }

        private void reserve() {
            try {
                checkRoom();
                fillWithZeros();
            } catch (IOException e) {
                if (MissingFile.isGone(directory)) {
                    throw MissingFile.exception(directory, e);
                }
                throw FreeRoom.trouble(length + " bytes of shared memory", directory, length, e);
            }
        }

        /** Fails early, before a large file fills the file system and disturbs other programs. */
        private void checkRoom() {
            long room = FreeRoom.bytes(directory);
            if (room < length) {
                throw new MultiprocessingException("no room for " + length + " bytes of shared memory: " + room
                        + " bytes are free, path=" + directory + FreeRoom.ADVICE);
            }
        }

        /**
         * Writes zeros, because a sparse file would crash the JVM on access when the file system is full. Does not use
         * a channel, since an interrupt would close it.
         */
        private void fillWithZeros() throws IOException {
            byte[] zeros = new byte[Math.min(CHUNK_BYTES, length)];
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                OwnAccess.toFile(path.toFile());
                for (int at = 0; at < length; at += Math.min(CHUNK_BYTES, length - at)) {
                    file.write(zeros, 0, Math.min(CHUNK_BYTES, length - at));
                    MemoryKillPoint.MEMORY_BEGUN.here();
                }
            }
        }

        /** Renames the file to its final name. The caller has reserved the object's place in the table. */
        public void publish(String fileName) {
            write();
            try {
                Files.move(path, file(fileName), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException e) {
                throw MissingFile.exception(path, e);
            } catch (IOException e) {
                throw FileTrouble.of("cannot make the file of shared memory", file(fileName), e);
            }
            isWritten = false;
            MemoryKillPoint.MEMORY_NAMED.here();
        }

        @Override
        public void close() {
            deleteFile(path);
        }
    }

    /**
     * Prepares a file; nothing is written yet.
     *
     * @param content writes the content that is not zero
     */
    public NewFile create(int length, Consumer<MappedRegion> content) {
        return new NewFile(length, content);
    }

    /** Maps an object's file, which has to have this length. */
    public MappedRegion map(String fileName, long length) throws NoSuchFileException {
        MappedRegion region = MappedRegion.map(file(fileName));
        if (region.length() != length) {
            throw new MultiprocessingException("the file of shared memory is damaged: its length is "
                    + region.length() + ", not " + length + ", path=" + file(fileName)
                    + "; put a copy of the session in its place, or use another name");
        }
        return region;
    }

    /** Says that an object's file was not found. */
    public MultiprocessingException gone(String fileName, NoSuchFileException cause) {
        if (MissingFile.isGone(directory)) {
            return MissingFile.exception(directory, cause);
        }
        return new MultiprocessingException(
                "the file of shared memory is gone, path=" + file(fileName)
                        + "; put a copy of the session in its place, or use another name",
                cause);
    }

    /** Deletes an object's file. Called under the lock of the tables. */
    public void delete(String fileName) {
        MemoryKillPoint.MEMORY_REMOVED.here();
        deleteFile(file(fileName));
    }

    private static void deleteFile(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete a file of shared memory", path, e);
        }
    }

    /** Deletes the unfinished files of a dead process. */
    public void sweep(int deadSlot) {
        String start = deadSlot + "-";
        try {
            for (String name : PlainFiles.list(directory)) {
                if (name.startsWith(start) && name.endsWith(UNFINISHED)) {
                    deleteFile(directory.resolve(name));
                }
            }
        } catch (NoSuchFileException e) {
            // The session is being removed.
            return;
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the directory of shared memory", directory, e);
        }
    }

    /** Deletes all unfinished files, after all processes have ended. */
    public void rebuild() {
        deleteIf("*" + UNFINISHED, path -> true);
    }

    /**
     * Deletes files that belong to no object: a process died while it created or deleted an object under the lock of
     * the tables.
     *
     * @param fileNames those of all objects
     */
    public void deleteOthers(Collection<String> fileNames) {
        Set<Path> known = fileNames.stream().map(this::file).collect(Collectors.toSet());
        deleteIf("*", path -> !known.contains(path) && !path.toString().endsWith(UNFINISHED));
    }

    private void deleteIf(String pattern, Predicate<Path> condition) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            for (Path path : files) {
                if (condition.test(path)) {
                    deleteFile(path);
                }
            }
        } catch (NoSuchFileException e) {
            // The session is being removed.
            return;
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the directory of shared memory", directory, e);
        }
    }
}
