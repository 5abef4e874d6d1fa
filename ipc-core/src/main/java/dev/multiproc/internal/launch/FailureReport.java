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
import java.util.Optional;

/** A file in which a child leaves to its parent what ended it: the stack trace as text, and the exception if it can. */
public final class FailureReport {
    private FailureReport() {}

    public static String trace(Throwable failure) {
        return SafeText.trace(failure);
    }

    /** Called in the child. Not by a channel: the thread may have been interrupted. The file is there as a whole or not at all: a child may be ended while it says what ended it. */
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
            // Its trace is there; the parent makes a stand-in of that.
            return new byte[0];
        }
    }

    /** Called in the parent when the child has ended; the file goes. One that is not whole says nothing. */
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
                    "the task of child process " + childName + " failed: " + firstLine(trace), cause, trace));
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
                RuntimeException standIn = new RuntimeException(firstLine(trace), e);
                standIn.setStackTrace(new StackTraceElement[0]);
                return standIn;
            }
        }
        RuntimeException standIn = new RuntimeException(firstLine(trace));
        standIn.setStackTrace(new StackTraceElement[0]);
        return standIn;
    }

    private static String firstLine(String trace) {
        return trace.lines().findFirst().orElse("unknown failure");
    }
}
