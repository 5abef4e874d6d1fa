package dev.multiproc.internal.live;

import dev.multiproc.MultiprocessingException;
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
 * The file that a process holds locked while it lives. The kernel lets go of the lock after the process's last store; no reused
 * pid, zombie, stopped process or other pid namespace deceives who asks for it.
 *
 * <p>Nobody waits for the lock in the kernel: that takes a process for a thread, and sees circles of waiting processes where none
 * are.
 *
 * <p>A JVM loses its lock when it closes <em>any</em> channel on the file: its own file is opened once and never by anything
 * else of this library; see {@link OpenHere}. Other code of this JVM may read it all the same: see {@link ProcessProbe}.
 */
final class AliveFile implements AutoCloseable {
    /** Never closed. There is one only if somebody has emptied the property that {@link OpenHere} keeps. */
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
            throw new MultiprocessingException("cannot open a process's file, path=" + path, e);
        }
    }

    /**
     * Opens one that is there.
     *
     * @throws NoSuchFileException if it is not
     */
    static AliveFile openExisting(Path path) throws IOException {
        return open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    private static AliveFile open(Path path, Set<OpenOption> options) throws IOException {
        return new AliveFile(path, FileChannel.open(path, options));
    }

    /** Takes the lock if nobody has it; null if somebody does, be it in this JVM. */
    FileLock tryLock() throws IOException {
        return tryLock(0, Long.MAX_VALUE);
    }

    /** As its process does: it holds one byte or another. */
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

    /** Closes it, unless that would cost another channel of this JVM its lock. */
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
            throw new MultiprocessingException("cannot close a process's file, path=" + path, e);
        }
    }
}
