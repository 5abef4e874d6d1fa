package dev.multiproc.launcher.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory of a run's journals, readable by its owner only. It is deleted when the run or the JVM ends. If the JVM is
 * killed, the next run deletes it: the operating system has released the lock on it, which shows that it is unused.
 */
final class JournalDirectory implements AutoCloseable {
    private static final String PREFIX = "multiproc-run-";
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;
    private final Thread atExit = new Thread(this::deleteAtExit, "delete journals");

    private JournalDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static JournalDirectory create() throws IOException {
        // createTempDirectory uses mode 0700 where the file system supports modes.
        Path directory = Files.createTempDirectory(PREFIX);
        deleteStale(directory.getParent());
        // Locked before it gets the name that other runs look for, so that none of them sees it unlocked.
        Path unpublished = directory.resolve("unlocked");
        FileChannel lock = FileChannel.open(unpublished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("somebody else has locked a file that was just made, path=" + unpublished);
        }
        Files.move(unpublished, directory.resolve(LOCK));
        JournalDirectory journals = new JournalDirectory(directory, lock);
        Runtime.getRuntime().addShutdownHook(journals.atExit);
        return journals;
    }

    private static void deleteStale(Path parent) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                // A lock file of another user is not writable.
                if (Files.isWritable(other.resolve(LOCK))) {
                    deleteIfStale(other);
                }
            }
        }
    }

    private static void deleteIfStale(Path directory) throws IOException {
        try (FileChannel lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                delete(directory);
            }
        } catch (NoSuchFileException alreadyDeleted) {
            return;
        }
    }

    /** Creates the journal file of a worker. */
    Path add(String worker) throws IOException {
        Path file = file(worker);
        WorkerJournal.create(file);
        return file;
    }

    /** The counters of a worker that may be at work. */
    WorkerJournal view(String worker) throws IOException {
        return WorkerJournal.view(file(worker));
    }

    WorkerJournal read(String worker) throws IOException {
        return WorkerJournal.read(file(worker));
    }

    @Override
    public void close() throws IOException {
        delete(directory);
        lock.close();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private Path file(String worker) {
        return directory.resolve(worker);
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    private void deleteAtExit() {
        try {
            delete(directory);
        } catch (IOException e) {
            System.err.println("multiproc: could not delete " + directory + ": " + e);
        }
    }
}
