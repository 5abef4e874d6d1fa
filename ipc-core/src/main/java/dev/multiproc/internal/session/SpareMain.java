package dev.multiproc.internal.session;

import dev.multiproc.internal.launch.ByteReader;
import dev.multiproc.internal.launch.ByteWriter;
import dev.multiproc.internal.launch.EarlyReflection;
import dev.multiproc.internal.launch.TaskEnvelope;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of a spare: gets ready for any task, waits for one at its standard input, and becomes the child that runs it.
 * When the input ends instead, its parent is gone, or has no use for it.
 *
 * <p>The message is the slot and its generation; what else there is to know stands in the session's files.
 */
public final class SpareMain {
    private static final int MESSAGE_BYTES = 2 * Integer.BYTES;

    private SpareMain() {}

    static byte[] message(int slot, int generation) {
        return new ByteWriter().writeInt(slot).writeInt(generation).toBytes();
    }

    public static void main(String[] arguments) throws Exception {
        EarlyReflection.begin();
        String root = arguments[0];
        // Not closed: the task has it too, and finds it at its end. Not buffered, either.
        FileInputStream input = new FileInputStream(FileDescriptor.in);
        if (input.available() == 0) {
            tryToWarmUp(root);
        }
        byte[] message = new byte[MESSAGE_BYTES];
        if (input.readNBytes(message, 0, MESSAGE_BYTES) < MESSAGE_BYTES) {
            Runtime.getRuntime().halt(0);
        }
        ByteReader in = new ByteReader(message, 0);
        ChildMain.run(root, in.readInt(), in.readInt());
    }

    private static void tryToWarmUp(String root) {
        try {
            warmUp(root);
        } catch (Exception e) {
            // The session may be on its way out, which is no trouble to one who has no part in it. If there is any,
            // the child meets it again, and says so.
        }
    }

    /** Does what a child does before its task, as far as it can be done without one. */
    private static void warmUp(String root) throws Exception {
        SessionJoiner.warmUp(root);
        ArchiveTraining.readPlainTasks();
        EarlyReflection.warmUp();
        ExitHook.ensure();
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (Class<?> type :
                List.of(ChildMain.class, SessionKillPoint.class, TaskEnvelope.class, CountDownLatch.class)) {
            lookup.ensureInitialized(type);
        }
        // Whatever the class path has is opened when something is looked for in all of it.
        SpareMain.class.getClassLoader().getResource(SpareMain.class.getName());
    }
}
