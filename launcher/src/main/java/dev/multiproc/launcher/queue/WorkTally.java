package dev.multiproc.launcher.queue;

import dev.multiproc.launcher.job.Halt;

/**
 * Counts how items ended, and says when to stop.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
final class WorkTally {
    private final Halt halt;
    private final long total;
    private long done;
    private long dead;
    private boolean isHalted;

    /**
     * Nothing has ended.
     *
     * @param total how many items there are, of which a percentage is taken
     */
    WorkTally(Halt halt, long total) {
        this.halt = halt;
        this.total = total;
    }

    /** Counts an item; returns true the first time that the work has to stop for it. */
    synchronized boolean add(boolean isDone) {
        done += isDone ? 1 : 0;
        dead += isDone ? 0 : 1;
        boolean wasHalted = isHalted;
        isHalted |= halt.isReached(done, dead, total);
        return isHalted && !wasHalted;
    }

    /** Whether the work failed: an item became a dead letter; but not if success was to end it, and did. */
    synchronized boolean isFailed() {
        return dead > 0 && !(isHalted && halt.what() == Halt.What.SUCCESS);
    }
}
