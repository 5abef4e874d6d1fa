package dev.multiproc.internal.session;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.live.Liveness;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of a daemon that acts when the parent is dead, however the parent died. The janitor checks the parent at every tick
 * and wakes this thread; the thread also checks now and then itself, since a stopped process may hold up the janitor.
 */
final class ParentWatch implements Runnable {
    /** The exit code of a daemon whose parent is gone, as after SIGTERM. */
    static final int EXIT_CODE = 143;

    private static final long OWN_CHECK_NANOS = 1_000_000_000L;

    private static volatile boolean stopped;

    private final Liveness liveness;
    private final Reservation parent;
    private final Runnable atDeath;
    private final Thread thread = new Thread(this, "multiproc-parent-watch");
    private volatile boolean isParentGone;
    /** Used only by the watch's own thread. */
    private boolean hasFailed;

    private ParentWatch(Liveness liveness, Reservation parent, Runnable atDeath) {
        this.liveness = liveness;
        this.parent = parent;
        this.atDeath = atDeath;
    }

    static ParentWatch start(Liveness liveness, Reservation parent, Runnable atDeath) {
        ParentWatch watch = new ParentWatch(liveness, parent, atDeath);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    @Override
    public void run() {
        while (!isParentGone && !isGone()) {
            LockSupport.parkNanos(this, OWN_CHECK_NANOS);
            // Clears the interrupt, or the next sleep would return at once.
            Thread.interrupted();
        }
        if (!stopped) {
            atDeath.run();
        }
    }

    private boolean isGone() {
        try {
            return liveness.isGone(parent);
        } catch (RuntimeException | Error e) {
            // The check is repeated, here and by the janitor.
            if (!stopped && !hasFailed) {
                hasFailed = true;
                Journal.warn(ParentWatch.class, "cannot watch the parent process", e);
            }
            return false;
        }
    }

    /** Called at each tick of the janitor. */
    void check() {
        if (!isParentGone && liveness.isGone(parent)) {
            isParentGone = true;
            LockSupport.unpark(thread);
        }
    }

    /** Called when this process ends by itself, so that the end of the parent no longer matters. */
    static void stop() {
        stopped = true;
    }
}
