package dev.multiproc.pipe;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Held by the one process that replaces the file of a dead listener. It is a lock on a hidden file beside it, which its holder
 * removes; what {@code kill -9} leaves of it is unlocked, and is removed by the next holder.
 */
final class ReplacementLock implements Closeable {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final FileChannel channel;
    private final Path file;

    private ReplacementLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /**
     * Takes the lock. The caller has to exclude other threads of this JVM: a file lock does not.
     *
     * @throws BindException if another process holds it for long
     */
    static ReplacementLock take(Path path) throws IOException {
        Path file = path.resolveSibling("." + path.getFileName() + ".lock");
        long start = System.nanoTime();
        ReplacementLock lock = tryToTake(file);
        while (lock == null) {
            if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
                throw new BindException(
                        "another listener is made there, by a process that seems to be stopped, lock=" + file);
            }
            LockSupport.parkNanos(SLEEP_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new BindException("interrupted while another listener is made there, lock=" + file);
            }
            lock = tryToTake(file);
        }
        return lock;
    }

    /**
     * Takes the lock; null if another has it, or the file was removed meanwhile, since a lock on a removed file excludes nobody. If
     * there was no file, this only makes it, and the next call locks it.
     */
    private static ReplacementLock tryToTake(Path file) throws IOException {
        Object before = key(file);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        ReplacementLock lock = null;
        try {
            if (before != null && channel.tryLock() != null && Objects.equals(before, key(file))) {
                lock = new ReplacementLock(channel, file);
            }
            return lock;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    /** What identifies the file; null if there is none. */
    private static Object key(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            return key == null ? file : key; // a system without such keys does not remove a file that is open
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "ReplacementLock[" + file + "]";
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
