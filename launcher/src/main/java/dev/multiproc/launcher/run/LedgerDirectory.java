package dev.multiproc.launcher.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory of a run's ledgers, for its owner's eyes only. It goes when the run ends, or the JVM does; if the JVM is
 * killed, the next run removes it, knowing by the lock that the system has freed that nobody needs it.
 */
final class LedgerDirectory implements AutoCloseable {
    private static final String PREFIX = "multiproc-run-";
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;
    private final Thread atExit = new Thread(this::deleteAtExit, "delete ledgers");

    private LedgerDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static LedgerDirectory create() throws IOException {
        // Made with mode 0700 where the file system knows modes.
        Path directory = Files.createTempDirectory(PREFIX);
        deleteStale(directory.getParent());
        // It gets the name that others look for when it is locked already.
        Path unnamed = directory.resolve("unlocked");
        FileChannel lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("somebody else has locked a file that was just made, path=" + unnamed);
        }
        Files.move(unnamed, directory.resolve(LOCK));
        LedgerDirectory ledgers = new LedgerDirectory(directory, lock);
        Runtime.getRuntime().addShutdownHook(ledgers.atExit);
        return ledgers;
    }

    private static void deleteStale(Path parent) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                // Another user's cannot be written to.
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
        } catch (NoSuchFileException itsOwnerOrAnotherDidIt) {
            return;
        }
    }

    /** Makes the ledger of a worker. */
    Path add(String worker) throws IOException {
        Path file = file(worker);
        Ledger.create(file);
        return file;
    }

    Ledger read(String worker) throws IOException {
        return Ledger.read(file(worker));
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
        } catch (IOException remains) {
            System.err.println("multiproc: could not delete " + directory + ": " + remains);
        }
    }
}
