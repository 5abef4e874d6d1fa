package dev.multiproc.internal.live;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.control.OwnAccess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The file that a process keeps locked while it is alive. The kernel releases the lock after the process's last store.
 * A pid would mislead: it may be reused, belong to a zombie, or come from another pid namespace.
 *
 * <p>Never wait for the lock in the kernel: its deadlock detection works by process and not by thread, and so finds
 * deadlocks where there are none.
 *
 * <p>A JVM loses its lock when it closes <em>any</em> channel on the file. So the library opens its own file once, and
 * never by other means; see {@link OpenHere}. Other code in this JVM may still do so: see {@link ProcessProbe}.
 */
final class AliveFile implements AutoCloseable {
    /**
     * Channels that are never closed. There are some only if other code has emptied the property of {@link OpenHere}.
     */
    private static final Queue<FileChannel> KEPT = new ConcurrentLinkedQueue<>();

    private final Path path;
    private final FileChannel channel;
    private boolean isLockedHere;

    private AliveFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static AliveFile open(Path directory, int slot) {
        return open(directory.resolve(Integer.toString(slot)));
    }

    static AliveFile open(Path path) {
        try {
            AliveFile file = open(
                    path,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS));
            OwnAccess.toFile(path.toFile());
            return file;
        } catch (NoSuchFileException e) {
            throw MissingFile.exception(path, e);
        } catch (IOException e) {
            throw FileTrouble.of("cannot open a process's file", path, e);
        }
    }

    /**
     * Opens a file that exists.
     *
     * @throws NoSuchFileException if the file does not exist
     */
    static AliveFile openExisting(Path path) throws IOException {
        return open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    private static AliveFile open(Path path, Set<OpenOption> options) throws IOException {
        return new AliveFile(path, FileChannel.open(path, options));
    }

    /** Takes the lock if it is free; null if it is held, even by this JVM. */
    FileLock tryLock() throws IOException {
        return tryLock(0, Long.MAX_VALUE);
    }

    /** Locks one byte, as the file's own process does. */
    FileLock tryLockByte(long position) throws IOException {
        return tryLock(position, 1);
    }

    private FileLock tryLock(long position, long length) throws IOException {
        try {
            return channel.tryLock(position, length, false);
        } catch (OverlappingFileLockException e) {
            isLockedHere = true;
            return null;
        }
    }

    /** Closes the file, unless that would release a lock of another channel in this JVM. */
    void closeUnlessLockedHere() {
        if (isLockedHere) {
            KEPT.add(channel);
        } else {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileTrouble.of("cannot close a process's file", path, e);
        }
    }
}
