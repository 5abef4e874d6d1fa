package dev.multiproc.internal.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a child is told, on a file of the session's that only its user can read: who it is, the session's options, and its
 * task. The child reads it before it has joined the session, so it loads next to nothing for it.
 *
 * @param generation of the slot that it is for: a file that was left there is not for its next occupant
 * @param name the child's name
 * @param identity its place among the children: 2:1 is the first child of the second child
 * @param daemon whether it is a daemon
 * @param options the session's, as {@link WrittenOptions}
 * @param task the task, serialized
 */
public record TaskEnvelope(int generation, String name, String identity, boolean daemon, byte[] options, byte[] task) {
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(task.length + options.length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(generation);
            out.writeUTF(name);
            out.writeUTF(identity);
            out.writeBoolean(daemon);
            out.writeInt(options.length);
            out.write(options);
            out.writeInt(task.length);
            out.write(task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} gave. Through a stream, since channels and paths take a new JVM milliseconds to load. */
    public static TaskEnvelope read(File file) throws IOException {
        byte[] bytes;
        try (FileInputStream in = new FileInputStream(file)) {
            bytes = in.readAllBytes();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new TaskEnvelope(
                    in.readInt(), in.readUTF(), in.readUTF(), in.readBoolean(), readBytes(in), readBytes(in));
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    @Override
    public String toString() {
        return "TaskEnvelope[name=" + name + "]";
    }
}
