package dev.multiproc.internal.session;

import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.live.Janitor;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.SessionContext;

/** What looks after a session in the background of one process: the janitor, and in a daemon the watch on its parent. */
final class Upkeep implements Runnable {
    /** Of the janitor, about five seconds: what was not used for so long is given back. */
    private static final int TICKS_UNTIL_IDLE = 110;

    private final Liveness liveness;
    private final ProcessTable processes;
    /** Set right after the context that starts this was made. */
    private SessionContext context;
    /** Null before it is needed. Guarded by this, as is the next. */
    private Janitor janitor;

    private boolean isStopped;
    /** Null in a process that goes on without its parent. */
    private volatile ParentWatch parentWatch;
    /** Of the janitor's thread. */
    private int ticks;

    Upkeep(Liveness liveness, ProcessTable processes) {
        this.liveness = liveness;
        this.processes = processes;
    }

    void setContext(SessionContext context) {
        this.context = context;
    }

    /** Starts the janitor, unless it runs or was stopped. Called each time this process is handed a shared object. */
    @Override
    public synchronized void run() {
        if (janitor == null && !isStopped) {
            // No lambda: the first takes a new JVM milliseconds.
            janitor = new Janitor(liveness, context.waits(), new Runnable() {
                @Override
                public void run() {
                    tick();
                }
            });
        }
    }

    /** Looks after this process's lock, which it may have lost, its parent, and what it keeps and does not use. */
    private void tick() {
        liveness.renewLock();
        ticks++;
        if (ticks % TICKS_UNTIL_IDLE == 0) {
            context.objects().giveBackIfIdle();
        }
        if (parentWatch != null) {
            parentWatch.look();
        }
    }

    /** Stops the janitor for good, and waits for its end. */
    void stop() {
        Janitor toClose;
        synchronized (this) {
            isStopped = true;
            toClose = janitor;
        }
        if (toClose != null) {
            toClose.close();
        }
    }

    /** Has a daemon end when its parent does. */
    void watchParent(SessionExit exit) {
        int slot = context.slot();
        int parentSlot = processes.parent(slot);
        int generation = parentSlot == ProcessTable.NO_PARENT ? 0 : processes.generation(parentSlot);
        // It may have died, and been swept, before this process had begun, or meanwhile: then it is not its generation.
        if (processes.parent(slot) == ProcessTable.NO_PARENT) {
            exit.haltWithParent(ProcessTable.NO_PARENT);
        }
        Reservation watched = new Reservation(parentSlot, generation);
        parentWatch = ParentWatch.start(liveness, watched, () -> exit.haltWithParent(parentSlot));
        run();
    }
}
