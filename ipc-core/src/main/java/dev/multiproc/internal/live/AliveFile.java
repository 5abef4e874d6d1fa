package dev.multiproc.internal.live;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Gone;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The file that a process holds locked while it lives. The kernel lets go of the lock after the process's last store, so who
 * gets it knows that the process is dead; no reused pid, zombie, stopped process or other pid namespace deceives it.
 *
 * <p>A JVM loses its lock when it closes <em>any</em> channel on the file: its own file is opened once and never by anything
 * else of this JVM.
 */
final class AliveFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private AliveFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static AliveFile open(Path directory, int slot) {
        return open(directory.resolve(Integer.toString(slot)));
    }

    /** A second file with a second lock, for those who wait for a process's end: they must not be in a prober's way. */
    static AliveFile openWatched(Path directory, int slot) {
        return open(directory.resolve(slot + ".watched"));
    }

    static AliveFile open(Path path) {
        try {
            return open(
                    path,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            throw Gone.exception(path, e);
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

    /** Takes the lock; waits for whoever looks at it. An interrupt closes the file. */
    FileLock lock(boolean shared) throws IOException {
        return channel.lock(0, Long.MAX_VALUE, shared);
    }

    /** Takes the lock if nobody has it; null if somebody does, be it in this JVM. */
    FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
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
