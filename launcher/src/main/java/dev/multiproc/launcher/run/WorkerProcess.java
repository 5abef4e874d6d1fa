package dev.multiproc.launcher.run;

import dev.multiproc.ChildProcess;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A worker that is a child process. Thread-safe. */
final class WorkerProcess implements RunningWorker {
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

    @Override
    public String name() {
        return worker.name();
    }

    @Override
    public long pid() {
        return child.pid().orElse(0);
    }

    @Override
    public void start(WorkerEvents events) {
        child.onRestart(restart -> events.restarts(this, restart.exitCode(), restart.delay()));
        child.start();
        events.started(this);
        end = child.onExit().thenRun(() -> {
            endedMicros = WorkerJournal.nowMicros();
            events.ended(this);
        });
    }

    @Override
    public boolean isRunning() {
        return end != null && endedMicros == 0;
    }

    @Override
    public long endedMicros() {
        return endedMicros;
    }

    @Override
    public OptionalInt exitCode() {
        return child.exitCode();
    }

    @Override
    public int restarts() {
        return child.restarts();
    }

    @Override
    public boolean endedByParent() {
        int code = exitCode().orElse(0);
        return endedByParent && (code == -SIGTERM || code == -SIGKILL);
    }

    @Override
    public void terminate() {
        if (isRunning()) {
            endedByParent = true;
            child.terminate();
        }
    }

    @Override
    public void kill() {
        if (isRunning()) {
            endedByParent = true;
            child.kill();
        }
    }
}
