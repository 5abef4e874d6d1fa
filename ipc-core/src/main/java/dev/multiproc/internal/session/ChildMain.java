package dev.multiproc.internal.session;

import dev.multiproc.ProcessTask;
import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.internal.launch.EarlyReflection;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.internal.launch.Preloader;
import dev.multiproc.internal.launch.TaskEnvelope;
import dev.multiproc.internal.launch.TaskReader;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The main class of a child: reads its task and runs it. Meanwhile it joins the session, in the slot that its parent reserved.
 *
 * <p>The code that runs before the task decides how long a child takes to start. So it uses no lambda, stream, channel or path:
 * the first use of each costs a new JVM milliseconds.
 */
public final class ChildMain {
    /** Given in place of the arguments, to test whether a JVM gets as far as this class. */
    static final String NOTHING_TO_DO = "--nothing";

    private ChildMain() {}

    /** Ends the main thread, so that the JVM exits with code 1. The failure itself has been reported by then. */
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
            // Handled below.
        }
        if (envelope == null || envelope.generation() != generation) {
            // The parent has died meanwhile and its slots were freed: nobody waits for this child.
            Runtime.getRuntime().halt(ParentWatch.EXIT_CODE);
        }
        return envelope;
    }

    /** First installs the exit hook: a child that is marked as begun is expected to record which signal ends it. */
    private static void begin(String root, int slot, TaskEnvelope envelope, File file) throws FileNotFoundException {
        ExitHook.ensure();
        SessionJoiner.prepare(root, slot, envelope);
        if (!ExitHook.hasBegun()) {
            TaskEnvelope.setBegun(file);
        }
    }

    private static void run(TaskEnvelope envelope, String root, int slot) throws IOException {
        try {
            if (!envelope.required().isEmpty()) {
                Preloader.runInChild(envelope.required());
            }
            if (TaskReader.isSlow(envelope.task())) {
                SessionJoiner.begin();
            }
            ProcessTask task = TaskReader.read(envelope.task(), SessionJoiner.current());
            // A task that is quick to read is read before joining, since two threads that load classes slow each other
            // down.
            SessionJoiner.begin();
            TaskReader.endEarlyReflection(task, SessionJoiner.current());
            SessionJoiner.current().setTaskThread(Thread.currentThread());
            task.run();
            SessionJoiner.current().setTaskThread(null);
        } catch (Throwable failure) {
            SessionJoiner.current().setTaskThread(null);
            Thread.currentThread().setUncaughtExceptionHandler((thread, uncaught) -> {});
            // Waits until the slot is this child's, before the failure is written for it.
            if (SessionJoiner.awaitSession().context().isClosed()) {
                // The end of the process interrupted the task; that is not a failure to report.
                throw new TaskFailed();
            }
            // As in Python: prints the trace to standard error under the child's name, and exits with code 1.
            System.err.print("Process " + envelope.name() + ":\n" + EncodedThrowable.traceOf(failure));
            System.err.flush();
            FailureReport.write(new SessionDirectory(Path.of(root)).failure(slot), failure);
            throw new TaskFailed();
        }
    }
}
