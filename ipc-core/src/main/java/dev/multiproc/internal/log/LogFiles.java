package dev.multiproc.internal.log;

import dev.multiproc.MultiprocessingException;
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
 * The files of one log that this process has mapped: each once, however many hold it.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
final class LogFiles implements AutoCloseable {
    /** As many as there are beside the one in use while items stream through: the one before it, and the one to come. */
    private static final int MAX_IDLE = 2;

    private final Path directory;
    /** Those that are held. Guarded by this, as is all below. */
    private final Map<Integer, LogFile> files = new HashMap<>();
    /** Those that nobody holds any more, still mapped, the oldest first. */
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

    /** If the file was here in its life before this one, its mapping still serves: to make one costs as much as a thousand items. */
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

    /** Two files never have the same while one of them is mapped, be it deleted. */
    private record Identity(Object key, long size) {
        /** By hand: what the JVM makes for a record takes it 50 classes, at the first item. */
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
            throw new MultiprocessingException("cannot look at a file of the log, path=" + path, e);
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

    /** Unmaps what nobody holds: of a deleted file that is what its room waits for. */
    synchronized void giveBack() {
        unmapIdle(0);
    }

    /** Keeps no file mapped from now on but those that are held. */
    @Override
    public synchronized void close() {
        closed = true;
        unmapIdle(0);
    }
}
