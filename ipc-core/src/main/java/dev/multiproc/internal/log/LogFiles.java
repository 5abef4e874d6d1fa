package dev.multiproc.internal.log;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of one log that this process has mapped: each once, however many holders it has.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class LogFiles implements AutoCloseable {
    /** While items stream through, two files are needed beside the one in use: the previous one and the next one. */
    private static final int MAX_IDLE = 2;

    private final Path directory;
    /** Files with holders. Guarded by this, as are all fields below. */
    private final Map<Integer, LogFile> files = new HashMap<>();
    /** Files without holders that are still mapped, oldest first. */
    private final Deque<LogFile> idle = new ArrayDeque<>();

    private boolean closed;

    LogFiles(Path directory) {
        this.directory = directory;
    }

    /** Maps a file and holds it for the caller. */
    synchronized LogFile open(int cycle) throws NoSuchFileException {
        LogFile file = files.get(cycle);
        if (file == null) {
            file = map(cycle);
            files.put(cycle, file);
        }
        return file.retain();
    }

    /**
     * Maps a file. If it was mapped under an earlier number, reuses that mapping: a new one costs as much as a thousand
     * items.
     */
    private LogFile map(int cycle) throws NoSuchFileException {
        Path path = LogDirectory.file(directory, cycle);
        Object identity = identity(path);
        for (LogFile known : idle) {
            if (known.isSameFile(identity)) {
                idle.remove(known);
                return new LogFile(this, cycle, identity, known.region());
            }
        }
        MappedRegion region = MappedRegion.map(path);
        return new LogFile(this, cycle, identity.equals(identity(path)) ? identity : null, region);
    }

    /** Identifies a file. No other file can have the same identity while it is mapped, even if it is deleted. */
    private record Identity(Object key, long size) {
        /** Written by hand: for a record's own, the JVM would make 50 classes at the first item. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && key.equals(that.key) && size == that.size;
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    private static Object identity(Path path) throws NoSuchFileException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? new Object() : new Identity(key, attributes.size());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw FileTrouble.of("cannot look at a file of the log", path, e);
        }
    }

    synchronized void unmapIfUnused(LogFile file) {
        if (!file.isHeld() && files.remove(file.cycle(), file)) {
            idle.add(file);
            unmapIdle(closed ? 0 : MAX_IDLE);
        }
    }

    private void unmapIdle(int most) {
        while (idle.size() > most) {
            idle.remove().region().unmap();
        }
    }

    /** Unmaps all files without holders. The room of a deleted file becomes free only then. */
    synchronized void giveBack() {
        unmapIdle(0);
    }

    /** From now on unmaps each file as soon as it has no holder. */
    @Override
    public synchronized void close() {
        closed = true;
        unmapIdle(0);
    }
}
