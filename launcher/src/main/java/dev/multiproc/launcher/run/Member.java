package dev.multiproc.launcher.run;

import dev.multiproc.ChildProcess;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A worker of the crew as the parent sees it. Safe for use by many threads. */
final class Member {
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    private final Worker worker;
    private final ChildProcess child;
    private volatile CompletableFuture<Void> end;
    private volatile long endedMicros;
    private volatile boolean endedByParent;

    Member(Worker worker, ChildProcess child) {
        this.worker = worker;
        // Also a cook: whatever becomes of the parent, it leaves nobody behind who waits for the others for ever.
        this.child = child.daemon(true);
    }

    String name() {
        return worker.name();
    }

    /** The process's number, or 0 if it was never started. */
    long pid() {
        return child.pid().orElse(0);
    }

    void start(Runnable atEnd) {
        child.start();
        end = child.onExit().thenRun(() -> {
            endedMicros = Ledger.nowMicros();
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

    /** Whether it ended because the parent wanted it to. */
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
