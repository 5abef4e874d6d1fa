package dev.multiproc.internal.session;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.OwnAccess;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.live.OpenHere;
import dev.multiproc.internal.live.Stamp;
import dev.multiproc.internal.object.SafeName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Held while sessions in a directory are made, opened or removed. So two processes cannot both make the same session, and a
 * session that is just being made is not taken for dead.
 *
 * <p>In a directory that the user has chosen, whoever removes the last session deletes the file.
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
            throw FileTrouble.of("cannot look at the session directory", directory, e);
        }
    }

    static OpeningLock take(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            OpeningLock lock = null;
            while (lock == null) {
                lock = takeIfSame(file);
            }
            return lock;
        } catch (IOException e) {
            throw FileTrouble.of("cannot lock the session directory", file, e);
        }
    }

    /**
     * Takes the lock; null if the file was made or deleted meanwhile. A lock on a file that another process has deleted excludes
     * nobody. While this process has a file open no other file gets its key. So the file is the same if its key was so before it
     * was opened and is so when it is locked.
     */
    private static OpeningLock takeIfSame(Path file) throws IOException {
        Object before = key(file);
        FileChannel channel = open(file, Set.of(StandardOpenOption.CREATE, READ, WRITE, LinkOption.NOFOLLOW_LINKS));
        boolean isTaken = false;
        try {
            if (before != null) {
                await(channel, file);
                isTaken = before.equals(key(file));
            }
            return isTaken ? new OpeningLock(channel) : null;
        } finally {
            if (!isTaken) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        FileChannel channel = FileChannel.open(file, options);
        boolean isOwn = false;
        try {
            OwnAccess.toFile(file.toFile());
            isOwn = true;
            return channel;
        } finally {
            if (!isOwn) {
                channel.close();
            }
        }
    }

    /** What identifies a file; null if there is none. */
    private static Object key(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            // A system without such keys does not delete a file that is open.
            return key == null ? file : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Deletes the file from a directory without sessions, unless another process holds the lock: that one makes or removes a
     * session, and deletes the file itself if none is left.
     */
    static void deleteIfUnused(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        synchronized (monitor(directory)) {
            try {
                if (hasSessions(directory)) {
                    return;
                }
                try (FileChannel channel = FileChannel.open(file, Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS))) {
                    if (tryLock(channel)) {
                        if (!hasSessions(directory)) {
                            Files.deleteIfExists(file);
                        }
                        Stamp.clear(channel);
                    }
                }
            } catch (NoSuchFileException e) {
                // Another process was quicker, or the user has removed the directory.
                return;
            } catch (IOException e) {
                Journal.debug(OpeningLock.class, "cannot delete " + file, e);
            }
        }
    }

    private static boolean hasSessions(Path directory) throws IOException {
        for (String name : PlainFiles.list(directory)) {
            if (SafeName.isHexadecimal(name, SessionDirectory.NAME_LENGTH)) {
                return true;
            }
        }
        return false;
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
                        "interrupted while waiting for another process that opens or removes a session" + who(channel)
                                + ", path=" + file + "; open again");
            }
            if (!isWarned && System.nanoTime() - start > WARNING_DELAY_NANOS) {
                isWarned = true;
                Journal.warn(
                        OpeningLock.class,
                        "waiting for another process that opens or removes a session" + who(channel) + ", path=" + file
                                + "; if that process is stopped, continue or end it",
                        null);
            }
        }
    }

    private static String who(FileChannel channel) throws IOException {
        long pid = Stamp.pid(channel);
        return pid == 0 ? "" : ", pid=" + pid;
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
            throw new MultiprocessingException(
                    "cannot unlock the session directory: " + e.getMessage() + "; the lock ends with this process", e);
        }
    }
}
