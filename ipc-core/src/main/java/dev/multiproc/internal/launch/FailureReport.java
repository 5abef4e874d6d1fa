package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.OwnAccess;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    public static String trace(Throwable failure) {
        return SafeText.trace(failure);
    }

    /**
     * Writes the file. Called in the child. Uses a stream, since the thread may be interrupted, which would close a channel. The
     * file appears complete or not at all, since the child may be killed while it writes.
     */
    public static void write(Path file, Throwable failure) throws IOException {
        byte[] trace = trace(failure).getBytes(StandardCharsets.UTF_8);
        byte[] object = serialize(failure);
        Path part = partOf(file);
        try {
            try (DataOutputStream out = new DataOutputStream(new FileOutputStream(part.toFile()))) {
                OwnAccess.toFile(part.toFile());
                out.writeInt(trace.length);
                out.write(trace);
                out.writeInt(object.length);
                out.write(object);
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

    private static byte[] serialize(Throwable failure) {
        try {
            return new JavaSerialization().write(failure);
        } catch (RuntimeException | StackOverflowError e) {
            // The parent makes a substitute exception from the trace.
            return new byte[0];
        }
    }

    /** Reads and deletes the file. Called in the parent when the child has ended. An incomplete file counts as none. */
    public static Optional<ChildFailedException> read(Path file, String childName) throws IOException {
        Files.deleteIfExists(partOf(file));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new FileInputStream(file.toFile()))) {
            String trace = new String(readBytes(in), StandardCharsets.UTF_8);
            byte[] object = readBytes(in);
            Throwable cause = cause(object, trace);
            return Optional.of(new ChildFailedException(
                    "the task of child process " + childName + " failed: " + firstLine(trace),
                    cause,
                    trace,
                    EXIT_CODE,
                    List.of()));
        } catch (EOFException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static Throwable cause(byte[] object, String trace) {
        if (object.length > 0) {
            try {
                return (Throwable) new JavaSerialization().read(object);
            } catch (CodecException | ClassCastException e) {
                RuntimeException substitute = new RuntimeException(firstLine(trace), e);
                substitute.setStackTrace(new StackTraceElement[0]);
                return substitute;
            }
        }
        RuntimeException substitute = new RuntimeException(firstLine(trace));
        substitute.setStackTrace(new StackTraceElement[0]);
        return substitute;
    }

    private static String firstLine(String trace) {
        return trace.lines().findFirst().orElse("unknown failure");
    }
}
