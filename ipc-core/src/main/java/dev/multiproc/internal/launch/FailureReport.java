package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.JavaSerialization;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file in which a child leaves to its parent what ended it: the stack trace as text, and the exception if it can. */
public final class FailureReport {
    private FailureReport() {}

    public static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Called in the child. Not by a channel: the thread may have been interrupted. */
    public static void write(Path file, Throwable failure) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new FileOutputStream(file.toFile()))) {
            byte[] trace = trace(failure).getBytes(StandardCharsets.UTF_8);
            out.writeInt(trace.length);
            out.write(trace);
            byte[] object = serialize(failure);
            out.writeInt(object.length);
            out.write(object);
        }
    }

    private static byte[] serialize(Throwable failure) {
        try {
            return new JavaSerialization().write(failure);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Called in the parent when the child has ended; the file goes. */
    public static Optional<ChildFailedException> read(Path file, String childName) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new FileInputStream(file.toFile()))) {
            String trace = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            byte[] object = in.readNBytes(in.readInt());
            return Optional.of(new ChildFailedException(
                    "the task of child process " + childName + " failed", cause(object, trace), trace));
        } finally {
            Files.deleteIfExists(file);
        }
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
