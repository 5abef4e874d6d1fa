package dev.multiproc.internal.session;

import dev.multiproc.ProcessTask;
import dev.multiproc.codec.JavaSerialization;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.launch.FailureReport;
import dev.multiproc.internal.launch.TaskEnvelope;
import dev.multiproc.internal.live.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main class of a child: joins the session in the slot that its parent reserved, reads its task, runs it. */
public final class ChildMain {
    private ChildMain() {}

    /** Ends the main thread with exit code 1 when all else is done; what happened has been said by then. */
    private static final class TaskFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TaskFailed() {
            super(null, null, false, false);
        }
    }

    public static void main(String[] arguments) throws IOException {
        KillPoint.CHILD_BEGUN.here();
        SessionDirectory directory = new SessionDirectory(Path.of(arguments[0]));
        int slot = Integer.parseInt(arguments[1]);
        int generation = Integer.parseInt(arguments[2]);
        MappedRegion control = ControlFile.attach(directory.control());
        Liveness liveness = new Liveness(directory.alive(), slot);
        if (!new ProcessTable(control)
                .enter(slot, generation, ProcessHandle.current().pid())) {
            // The parent has died meanwhile and its slots were swept: nobody waits for this child.
            Runtime.getRuntime().halt(ParentWatch.EXIT_CODE);
        }
        KillPoint.CHILD_ENTERED.here();
        TaskEnvelope envelope = TaskEnvelope.of(Files.readAllBytes(directory.task(slot)));
        Files.delete(directory.task(slot));
        LocalSession session = new LocalSession(
                directory,
                control,
                liveness,
                new LocalSession.Member(slot, envelope.name(), envelope.identity(), envelope.daemon()),
                envelope.options());
        Sessions.becomeChild(session);
        session.watchParent();
        Thread.currentThread().setName(envelope.name());
        run(session, envelope, directory.failure(slot));
    }

    private static void run(LocalSession session, TaskEnvelope envelope, Path failureFile) throws IOException {
        try {
            ((ProcessTask) new JavaSerialization().read(envelope.task())).run();
        } catch (Throwable failure) {
            Thread.currentThread().setUncaughtExceptionHandler((thread, uncaught) -> {});
            if (session.isOver()) {
                // It was interrupted in its work by the end of the process, which was said by who ended it.
                throw new TaskFailed();
            }
            // As Python: the trace on standard error under the child's name, and exit code 1.
            System.err.print("Process " + envelope.name() + ":\n" + FailureReport.trace(failure));
            System.err.flush();
            FailureReport.write(failureFile, failure);
            throw new TaskFailed();
        }
    }
}
