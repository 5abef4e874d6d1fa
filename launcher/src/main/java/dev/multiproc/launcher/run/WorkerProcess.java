package dev.multiproc.launcher.run;

import dev.multiproc.ChildProcess;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The child process of a worker, as the parent sees it. Thread-safe. */
final class WorkerProcess {
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    private final Worker worker;
    private final ChildProcess child;
    private volatile CompletableFuture<Void> end;
    private volatile long endedMicros;
    private volatile boolean endedByParent;

    WorkerProcess(Worker worker, ChildProcess child) {
        this.worker = worker;
        // Producers are daemons, too: when the parent dies, no child must be left that waits for others for ever.
        this.child = child.daemon(true);
    }

    String name() {
        return worker.name();
    }

    /** The process id, or 0 if it was never started. */
    long pid() {
        return child.pid().orElse(0);
    }

    void start(Runnable atEnd) {
        child.start();
        end = child.onExit().thenRun(() -> {
            endedMicros = WorkerJournal.nowMicros();
            atEnd.run();
        });
    }

    boolean isRunning() {
        return end != null && endedMicros == 0;
    }

    long endedMicros() {
        return endedMicros;
    }

    OptionalInt exitCode() {
        return child.exitCode();
    }

    /** Whether it ended because the parent terminated or killed it. */
    boolean endedByParent() {
        int code = exitCode().orElse(0);
        return endedByParent && (code == -SIGTERM || code == -SIGKILL);
    }

    void terminate() {
        if (isRunning()) {
            endedByParent = true;
            child.terminate();
        }
    }

    void kill() {
        if (isRunning()) {
            endedByParent = true;
            child.kill();
        }
    }
}
