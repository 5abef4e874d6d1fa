package dev.multiproc.internal.session;

import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.live.Janitor;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.SessionContext;

/** The background work of one process for a session: the janitor, and in a daemon the watch on its parent. */
final class Upkeep implements Runnable {
    /** About a second. */
    private static final int TICKS_UNTIL_DIRECTORY_CHECK = 22;

    /** About five seconds: caches that were not used for so long are freed. */
    private static final int TICKS_UNTIL_IDLE = 110;

    private final SessionDirectory directory;
    private final Liveness liveness;
    private final ProcessTable processes;
    /** Set once, right after the context is made: the context needs this object too. */
    private SessionContext context;
    /** Null before it is needed. Guarded by this, as is {@link #isStopped}. */
    private Janitor janitor;

    private boolean isStopped;
    /** Set before the janitor is started, and used by its thread only. */
    private DirectoryWatch directoryWatch;
    /** Null in a process that outlives its parent. */
    private volatile ParentWatch parentWatch;

    private final ExitWatches exitWatches = new ExitWatches(this);
    /** Used only by the janitor's thread. */
    private int ticks;

    Upkeep(SessionDirectory directory, Liveness liveness, ProcessTable processes) {
        this.directory = directory;
        this.liveness = liveness;
        this.processes = processes;
    }

    void setContext(SessionContext context) {
        this.context = context;
    }

    /** Starts the janitor, unless it runs or was stopped. Called each time a shared object is handed out in this process. */
    @Override
    public synchronized void run() {
        if (janitor == null && !isStopped) {
            directoryWatch = new DirectoryWatch(directory.root(), context.waits());
            // No lambda: the first one costs a new JVM milliseconds.
            janitor = new Janitor(liveness, context.waits(), new Runnable() {
                @Override
                public void run() {
                    tick();
                }
            });
        }
    }

    /**
     * Takes this process's lock again if it was lost, looks whether the directory is there, lets go of deleted objects, frees unused
     * caches, checks the parent and other processes that are waited for, and interrupts the task if the parent has asked for it.
     */
    private void tick() {
        liveness.renewLock();
        context.objects().letGoOfDeleted();
        if (ticks % TICKS_UNTIL_DIRECTORY_CHECK == 0) {
            directoryWatch.check();
        }
        ticks++;
        if (ticks % TICKS_UNTIL_IDLE == 0) {
            context.objects().giveBackIfIdle();
        }
        if (parentWatch != null) {
            parentWatch.check();
        }
        exitWatches.check();
        SessionJoiner child = SessionJoiner.current();
        if (child != null && child.isTaskRunning() && processes.takeInterrupt(context.slot())) {
            child.interruptTask();
        }
    }

    ExitWatches exitWatches() {
        return exitWatches;
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
        exitWatches.end();
    }

    /** In a daemon: ends this process when its parent ends. */
    void watchParent(SessionExit exit) {
        int slot = context.slot();
        int parentSlot = processes.parent(slot);
        int generation = parentSlot == ProcessTable.NO_PARENT ? 0 : processes.generation(parentSlot);
        // The parent may have died and its slot been freed already. Then the generation just read may be another
        // process's.
        if (processes.parent(slot) == ProcessTable.NO_PARENT) {
            exit.haltWithParent(ProcessTable.NO_PARENT);
        }
        Reservation watched = new Reservation(parentSlot, generation);
        parentWatch = ParentWatch.start(liveness, watched, () -> exit.haltWithParent(parentSlot));
        run();
    }
}
