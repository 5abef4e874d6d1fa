package dev.multiproc.internal.launch;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * What a child is told, on a file of the session's that only its user can read: who it is, the session's options, and its
 * task. The child reads it before it has joined the session, so it loads next to nothing for it.
 *
 * @param generation of the slot that it is for: a file that was left there is not for its next occupant
 * @param depth how many processes are above it: 1 for the child of a process that this library did not start
 * @param name the child's name
 * @param identity its place among the children: 2:1 is the first child of the second child
 * @param daemon whether it is a daemon
 * @param options the session's, as {@link WrittenOptions}
 * @param task the task, serialized
 */
public record TaskEnvelope(
        int generation, int depth, String name, String identity, boolean daemon, byte[] options, byte[] task) {
    /** The file's time once the child's JVM has found the file: setting it takes one call to the kernel and loads no class. */
    private static final long BEGUN_MILLIS = 1000;

    public byte[] toBytes() {
        return new ByteWriter()
                .writeInt(generation)
                .writeInt(depth)
                .writeText(name)
                .writeText(identity)
                .writeBoolean(daemon)
                .writeBytes(options)
                .writeBytes(task)
                .toBytes();
    }

    /** Reads what {@link #toBytes} gave. Through a stream, since channels and paths take a new JVM milliseconds to load. */
    public static TaskEnvelope read(File file) throws IOException {
        try (FileInputStream stream = new FileInputStream(file)) {
            ByteReader in = new ByteReader(stream.readAllBytes(), 0);
            return new TaskEnvelope(
                    in.readInt(),
                    in.readInt(),
                    in.readText(),
                    in.readText(),
                    in.readBoolean(),
                    in.readBytes(),
                    in.readBytes());
        }
    }

    /**
     * Called in the child: says that its JVM runs.
     *
     * @throws FileNotFoundException if the file has gone meanwhile
     */
    public static void setBegun(File file) throws FileNotFoundException {
        if (!file.setLastModified(BEGUN_MILLIS)) {
            throw new FileNotFoundException(file.getPath());
        }
    }

    /** Whether a child that has ended, and whose file this is, had come so far; one that has joined has deleted it. */
    public static boolean hasBegun(File file) {
        long millis = file.lastModified();
        return millis == 0 || millis == BEGUN_MILLIS;
    }

    @Override
    public String toString() {
        return "TaskEnvelope[name=" + name + "]";
    }
}
