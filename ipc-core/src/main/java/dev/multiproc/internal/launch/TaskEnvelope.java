package dev.multiproc.internal.launch;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * What a child gets from its parent, in a file of the session that only this user can read: its name and place, the session's
 * options, and its task. The child reads it before it has joined the session, so reading it loads few classes.
 *
 * @param generation the generation of the slot: so the slot's next occupant does not take a file that was left over
 * @param depth how many ancestors the child has: 1 for the child of a process that this library did not start
 * @param name the child's name
 * @param identity the child's place in the tree of processes: 2:1 is the first child of the second child
 * @param daemon whether the child is a daemon
 * @param required the classes that the child has to load before its task, or fail; see {@link Preloader#runInChild}
 * @param options the session's options, as {@link WrittenOptions} writes them
 * @param task the task, serialized
 */
public record TaskEnvelope(
        int generation,
        int depth,
        String name,
        String identity,
        boolean daemon,
        String required,
        byte[] options,
        byte[] task) {
    /** The child's JVM marks the file as read by this time stamp, which takes one system call and loads no class. */
    private static final long BEGUN_MILLIS = 1000;

    public byte[] toBytes() {
        return new ByteWriter()
                .writeInt(generation)
                .writeInt(depth)
                .writeText(name)
                .writeText(identity)
                .writeBoolean(daemon)
                .writeText(required)
                .writeBytes(options)
                .writeBytes(task)
                .toBytes();
    }

    /** Reads what {@link #toBytes} gave. Uses a stream, since channels and paths take a new JVM milliseconds to load. */
    public static TaskEnvelope read(File file) throws IOException {
        try (FileInputStream stream = new FileInputStream(file)) {
            ByteReader in = new ByteReader(stream.readAllBytes(), 0);
            return new TaskEnvelope(
                    in.readInt(),
                    in.readInt(),
                    in.readText(),
                    in.readText(),
                    in.readBoolean(),
                    in.readText(),
                    in.readBytes(),
                    in.readBytes());
        }
    }

    /**
     * Called in the child: records that its JVM runs.
     *
     * @throws FileNotFoundException if the file has been deleted meanwhile
     */
    public static void setBegun(File file) throws FileNotFoundException {
        if (!file.setLastModified(BEGUN_MILLIS)) {
            throw new FileNotFoundException(file.getPath());
        }
    }

    /**
     * Whether an ended child with this file had begun to run. A missing file shows that the child had even joined its session.
     */
    public static boolean hasBegun(File file) {
        long millis = file.lastModified();
        return millis == 0 || millis == BEGUN_MILLIS;
    }

    @Override
    public String toString() {
        return "TaskEnvelope[name=" + name + "]";
    }
}
