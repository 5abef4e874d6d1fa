package dev.multiproc.internal.session;

import dev.multiproc.ProcessTask;
import dev.multiproc.internal.launch.EarlyReflection;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.internal.launch.TaskEnvelope;
import dev.multiproc.internal.launch.TaskReader;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The main class of a child: reads its task and runs it, and joins the session meanwhile in the slot that its parent reserved.
 *
 * <p>What is on the way to the task is what a child's start takes. So there is no lambda, no stream, no channel and no path
 * here: the first of each takes a new JVM milliseconds.
 */
public final class ChildMain {
    /** In place of the arguments: a JVM that has come so far can be a child. */
    static final String NOTHING_TO_DO = "--nothing";

    private ChildMain() {}

    /** Ends the main thread with exit code 1 when all else is done; what happened has been said by then. */
    private static final class TaskFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TaskFailed() {
            super(null, null, false, false);
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals(NOTHING_TO_DO)) {
            return;
        }
        EarlyReflection.begin();
        run(arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }

    static void run(String root, int slot, int generation) throws IOException {
        SessionKillPoint.CHILD_BEGUN.here();
        TaskEnvelope envelope = readTask(root, slot, generation);
        Thread.currentThread().setName(envelope.name());
        run(envelope, root, slot);
    }

    private static TaskEnvelope readTask(String root, int slot, int generation) throws IOException {
        TaskEnvelope envelope = null;
        File file = new File(root, SessionDirectory.TASKS + File.separator + slot);
        try {
            envelope = TaskEnvelope.read(file);
            if (envelope.generation() == generation) {
                begin(root, slot, envelope, file);
            }
        } catch (FileNotFoundException e) {
            // As below.
        }
        if (envelope == null || envelope.generation() != generation) {
            // The parent has died meanwhile and its slots were swept: nobody waits for this child.
            Runtime.getRuntime().halt(ParentWatch.EXIT_CODE);
        }
        return envelope;
    }

    /** Who has said that he has begun says also which signal ends him. */
    private static void begin(String root, int slot, TaskEnvelope envelope, File file) throws FileNotFoundException {
        ExitHook.ensure();
        SessionJoiner.prepare(root, slot, envelope);
        if (!ExitHook.hasBegun()) {
            TaskEnvelope.setBegun(file);
        }
    }

    private static void run(TaskEnvelope envelope, String root, int slot) throws IOException {
        try {
            if (TaskReader.isSlow(envelope.task())) {
                SessionJoiner.begin();
            }
            ProcessTask task = TaskReader.read(envelope.task(), SessionJoiner.current());
            // Two threads that load classes are in each other's way: a task that is read at once is read first.
            SessionJoiner.begin();
            TaskReader.endEarlyReflection(task, SessionJoiner.current());
            task.run();
        } catch (Throwable failure) {
            Thread.currentThread().setUncaughtExceptionHandler((thread, uncaught) -> {});
            // What is written into the slot is written once it is this child's.
            if (SessionJoiner.awaitSession().context().isClosed()) {
                // It was interrupted in its work by the end of the process, which was said by who ended it.
                throw new TaskFailed();
            }
            // As Python: the trace on standard error under the child's name, and exit code 1.
            System.err.print("Process " + envelope.name() + ":\n" + FailureReport.trace(failure));
            System.err.flush();
            FailureReport.write(new SessionDirectory(Path.of(root)).failure(slot), failure);
            throw new TaskFailed();
        }
    }
}
