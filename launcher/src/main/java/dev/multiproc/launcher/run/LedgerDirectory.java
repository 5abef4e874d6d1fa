package dev.multiproc.launcher.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of a run's ledgers, for its owner's eyes only. It goes when the run ends, or the JVM does. */
final class LedgerDirectory implements AutoCloseable {
    private final Path directory;
    private final Thread atExit = new Thread(this::deleteAtExit, "delete ledgers");

    private LedgerDirectory(Path directory) {
        this.directory = directory;
    }

    static LedgerDirectory create() throws IOException {
        // Made with mode 0700 where the file system knows modes.
        LedgerDirectory ledgers = new LedgerDirectory(Files.createTempDirectory("multiproc-run-"));
        Runtime.getRuntime().addShutdownHook(ledgers.atExit);
        return ledgers;
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
        delete();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private Path file(String worker) {
        return directory.resolve(worker);
    }

    private void delete() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    private void deleteAtExit() {
        try {
            delete();
        } catch (IOException remains) {
            System.err.println("multiproc: could not delete " + directory + ": " + remains);
        }
    }
}
