package dev.multiproc.redis.host;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.ControlDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What an agent is told of a child that it is to start. The agent reads all but the task, which only the child itself reads.
 *
 * @param name the child's name
 * @param isDaemon whether it may have children only if it is none
 * @param maxHeapBytes 0 for what the agent's options say
 * @param address of the session, as its owner writes it: it is in the handles of shared objects
 * @param codec the class name of the session's codec
 * @param home the class whose class path the task needs
 * @param digest of the jar or directory that the class is in; empty for one of this library
 * @param task the task, serialized
 */
public record StartRequest(
        String name,
        boolean isDaemon,
        long maxHeapBytes,
        String address,
        String codec,
        String home,
        String digest,
        byte[] task) {
    /** To be raised with each change of what is written here. */
    private static final String VERSION = "1/" + ControlDescriptor.VERSION;

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(VERSION);
            out.writeUTF(name);
            out.writeBoolean(isDaemon);
            out.writeLong(maxHeapBytes);
            out.writeUTF(address);
            out.writeUTF(codec);
            out.writeUTF(home);
            out.writeUTF(digest);
            out.writeInt(task.length);
            out.write(task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} gave, perhaps in another version of the library, which is refused. */
    static StartRequest read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String version = in.readUTF();
            if (!version.equals(VERSION)) {
                throw new MultiprocessingException("it has another version of this library, format there=" + VERSION
                        + ", here=" + version + "; use the same on all hosts");
            }
            return new StartRequest(
                    in.readUTF(),
                    in.readBoolean(),
                    in.readLong(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readNBytes(in.readInt()));
        } catch (IOException e) {
            throw new MultiprocessingException("the request cannot be read", e);
        }
    }
}
