package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.internal.control.OwnAccess;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** A file in which a child tells its parent why it failed: the stack trace as text, and the exception if it can be serialized. */
public final class FailureReport {
    /** Of a child whose task threw, if nothing else ends it. */
    private static final int EXIT_CODE = 1;

    private FailureReport() {}

    /**
     * Writes the file. Called in the child. Uses a stream, since the thread may be interrupted, which would close a channel. The
     * file appears complete or not at all, since the child may be killed while it writes.
     */
    public static void write(Path file, Throwable failure) throws IOException {
        byte[] report = EncodedThrowable.of(failure).toBytes();
        Path part = partOf(file);
        try {
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                OwnAccess.toFile(part.toFile());
                out.write(report);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Reads and deletes the file. Called in the parent when the child has ended. An incomplete file counts as none. */
    public static Optional<ChildFailedException> read(Path file, String childName) throws IOException {
        Files.deleteIfExists(partOf(file));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            EncodedThrowable report = EncodedThrowable.from(ByteBuffer.wrap(in.readAllBytes()));
            return Optional.of(new ChildFailedException(
                    "the task of child process " + childName + " failed: " + report.firstLine(),
                    report.decode(),
                    report.trace(),
                    EXIT_CODE,
                    List.of()));
        } catch (CodecException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
