package dev.multiproc.internal.memory;

import dev.multiproc.MultiprocessingException;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The files of a session's arrays and blocks. One that is being made is called {@code SLOT-NUMBER.new} after its maker; no
 * object's file has a dot in its name.
 */
public final class MemoryFiles {
    private static final String UNFINISHED = ".new";
    /** What the JDK copies by way of the stack; for more it allocates memory anew with each call. */
    private static final int CHUNK_BYTES = 8 * 1024;

    private final Path directory;
    private final UnaryOperator<String> fileNames;
    private final int slot;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * The files in a directory, for the process in a slot.
     *
     * @param fileNames turns an object's name into a file's
     */
    public MemoryFiles(Path directory, UnaryOperator<String> fileNames, int slot) {
        this.directory = directory;
        this.fileNames = fileNames;
        this.slot = slot;
    }

    private Path file(String name) {
        return directory.resolve(fileNames.apply(name));
    }

    /** A file that nobody else knows until it is published; closing it deletes one that was not. */
    final class NewFile implements AutoCloseable {
        private final Path path = directory.resolve(slot + "-" + numbers.incrementAndGet() + UNFINISHED);
        private final int length;
        private final Consumer<MappedRegion> content;
        private boolean isWritten;

        private NewFile(int length, Consumer<MappedRegion> content) {
            this.length = length;
            this.content = content;
        }

        /** Reserves the room and writes the content. */
        void write() {
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

        /** Before others find the file system full for a moment. */
        private void checkRoom() {
            long room = FreeRoom.bytes(directory);
            if (room < length) {
                throw new MultiprocessingException("no room for " + length + " bytes of shared memory: " + room
                        + " bytes are free, path=" + directory + FreeRoom.ADVICE);
            }
        }

        /** A hole would end in a fault when the file system is full. Not by a channel: an interrupt would close it. */
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

        /** Gives it the name of an object, whose place in the table the caller has reserved. */
        void publish(String name) {
            write();
            try {
                Files.move(path, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException e) {
                throw MissingFile.exception(path, e);
            } catch (IOException e) {
                throw new MultiprocessingException("cannot make the file of shared memory, path=" + file(name), e);
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
     * A file to be made.
     *
     * @param content writes to it what is not zero
     */
    NewFile create(int length, Consumer<MappedRegion> content) {
        return new NewFile(length, content);
    }

    /** Maps an object's file. */
    MappedRegion map(String name, long length) throws NoSuchFileException {
        MappedRegion region = MappedRegion.map(file(name));
        if (region.length() != length) {
            throw new MultiprocessingException("the file of shared memory is damaged: its length is "
                    + region.length() + ", not " + length + ", path=" + file(name)
                    + "; put a copy of the session in its place, or use another name");
        }
        return region;
    }

    MultiprocessingException gone(String name, NoSuchFileException cause) {
        if (MissingFile.isGone(directory)) {
            return MissingFile.exception(directory, cause);
        }
        return new MultiprocessingException(
                "the file of shared memory is gone, path=" + file(name)
                        + "; put a copy of the session in its place, or use another name",
                cause);
    }

    /** Deletes an object's file, under the lock of the tables. */
    void delete(String name) {
        MemoryKillPoint.MEMORY_REMOVED.here();
        deleteFile(file(name));
    }

    private static void deleteFile(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot delete a file of shared memory, path=" + path, e);
        }
    }

    /** Deletes what a dead process had begun to make. */
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
            throw new MultiprocessingException("cannot read the directory of shared memory, path=" + directory, e);
        }
    }

    /** The same for all processes, which are gone. */
    public void rebuild() {
        deleteIf("*" + UNFINISHED, path -> true);
    }

    /**
     * Deletes files that are nobody's: a process died while it held the lock of the tables, making an object or deleting one.
     *
     * @param names of all objects
     */
    public void deleteOthers(Collection<String> names) {
        Set<Path> known = names.stream().map(this::file).collect(Collectors.toSet());
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
            throw new MultiprocessingException("cannot read the directory of shared memory, path=" + directory, e);
        }
    }
}
