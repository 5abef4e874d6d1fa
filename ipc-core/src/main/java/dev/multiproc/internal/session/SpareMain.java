package dev.multiproc.internal.session;

import dev.multiproc.internal.launch.ByteReader;
import dev.multiproc.internal.launch.ByteWriter;
import dev.multiproc.internal.launch.EarlyReflection;
import dev.multiproc.internal.launch.Preloader;
import dev.multiproc.internal.launch.TaskEnvelope;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of a spare: it prepares for any task, waits for one on its standard input, and becomes the child that runs it.
 * If the input ends first, the parent is gone or does not need the spare, and the spare exits.
 *
 * <p>The message is the slot and its generation; everything else is in the session's files.
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
        // Not closed, since the task uses standard input too, and finds it at its end. Not buffered, so nothing is
        // lost.
        FileInputStream input = new FileInputStream(FileDescriptor.in);
        if (input.available() == 0) {
            tryToWarmUp(root);
            Preloader.runInSpare(arguments, 1);
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
            // The session may be ending, which does not matter to a spare. Any real problem occurs again in the child,
            // which reports it.
        }
    }

    /** Does what a child does before its task, as far as this is possible without a task. */
    private static void warmUp(String root) throws Exception {
        SessionJoiner.warmUp(root);
        ArchiveTraining.readPlainTasks();
        WorkerWarmUp.run();
        EarlyReflection.warmUp();
        ExitHook.ensure();
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (Class<?> type :
                List.of(ChildMain.class, SessionKillPoint.class, TaskEnvelope.class, CountDownLatch.class)) {
            lookup.ensureInitialized(type);
        }
        // Opens all jars of the class path: a resource that does not exist is looked for in each of them.
        SpareMain.class.getClassLoader().getResource(SpareMain.class.getName());
    }
}
