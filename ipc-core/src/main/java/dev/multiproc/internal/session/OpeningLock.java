package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.OwnAccess;
import dev.multiproc.internal.live.OpenHere;
import dev.multiproc.internal.live.Stamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Held while sessions in a directory are made, opened or removed. So two processes cannot both make the same session, and a
 * session that is just being made is not taken for dead.
 *
 * <p>The lock is polled: blocking in the kernel could fail, because the kernel may take the wait for part of a deadlock.
 */
final class OpeningLock implements AutoCloseable {
    private static final String FILE_NAME = "opening";
    private static final long FIRST_SLEEP_NANOS = 100_000L;
    private static final long LONGEST_SLEEP_NANOS = 5_000_000L;
    /** After this time a warning says what this process waits for. */
    private static final long WARNING_DELAY_NANOS = 5_000_000_000L;

    private final FileChannel channel;

    private OpeningLock(FileChannel channel) {
        this.channel = channel;
    }

    /** To be synchronized on while the lock is held: a file lock does not exclude other threads of the same JVM. */
    static Object monitor(Path directory) {
        try {
            return OpenHere.monitor(FILE_NAME, directory);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look at the session directory, path=" + directory, e);
        }
    }

    static OpeningLock take(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS));
            boolean isTaken = false;
            try {
                OwnAccess.toFile(file.toFile());
                await(channel, file);
                isTaken = true;
                return new OpeningLock(channel);
            } finally {
                if (!isTaken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new MultiprocessingException("cannot lock the session directory, path=" + file, e);
        }
    }

    private static void await(FileChannel channel, Path file) throws IOException {
        long start = System.nanoTime();
        boolean isWarned = false;
        for (long sleepNanos = FIRST_SLEEP_NANOS;
                !tryLock(channel);
                sleepNanos = Math.min(2 * sleepNanos, LONGEST_SLEEP_NANOS)) {
            LockSupport.parkNanos(sleepNanos);
            if (Thread.currentThread().isInterrupted()) {
                throw new MultiprocessingException(
                        "interrupted while waiting for another process that opens a session" + ", path=" + file);
            }
            if (!isWarned && System.nanoTime() - start > WARNING_DELAY_NANOS) {
                isWarned = true;
                Journal.warn(OpeningLock.class, "waiting for another process that opens a session, path=" + file, null);
            }
        }
    }

    /** Takes the lock, unless another process holds it, or has lost it and still lives. */
    private static boolean tryLock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            return false;
        }
        if (Stamp.isOfAnother(channel)) {
            lock.release();
            return false;
        }
        Stamp.tryToWrite(channel);
        return true;
    }

    @Override
    public void close() {
        try (channel) {
            Stamp.clear(channel);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot unlock the session directory", e);
        }
    }
}
