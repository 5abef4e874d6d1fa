package dev.multiproc.internal.session;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.ProcessTable.Reservation;
import dev.multiproc.internal.live.Liveness;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon's thread that acts when the parent is dead, however the parent died. The janitor looks at every tick and wakes it; it
 * looks itself now and then, since the janitor may be held up by a stopped process.
 */
final class ParentWatch implements Runnable {
    /** What a daemon exits with when its parent is gone: as after SIGTERM. */
    static final int EXIT_CODE = 143;

    private static final long OWN_LOOK_NANOS = 1_000_000_000L;

    private static volatile boolean stopped;

    private final Liveness liveness;
    private final Reservation parent;
    private final Runnable atDeath;
    private final Thread thread = new Thread(this, "multiproc-parent-watch");
    private volatile boolean isParentGone;
    /** Of the watch's own thread. */
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
            LockSupport.parkNanos(this, OWN_LOOK_NANOS);
            // A sleep that an interrupt ends would be none the next time.
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
            // It is looked again, here and by the janitor.
            if (!stopped && !hasFailed) {
                hasFailed = true;
                Journal.warn(ParentWatch.class, "cannot watch the parent process", e);
            }
            return false;
        }
    }

    /** Called at each tick. */
    void look() {
        if (!isParentGone && liveness.isGone(parent)) {
            isParentGone = true;
            LockSupport.unpark(thread);
        }
    }

    /** This process ends by itself. */
    static void stop() {
        stopped = true;
    }
}
