package dev.multiproc.internal.queue;

import dev.multiproc.queue.QueueShutdownException;

/**
 * Drops what waits in a queue that was shut down at once. Several processes may do this at the same time, as if each of them
 * took the items: one that dies leaves claimed items to its sweeper, which gives them back and then drops the rest. (The test
 * class {@code DropProtocol} models this.)
 */
final class Dropping {
    /** How many items are dropped together. */
    private static final int MOST = 256;

    private Dropping() {}

    static void drop(ReturnedItems returnedItems, Claimer claimer, Finisher finisher) {
        returnedItems.endDelays();
        Batch batch = claimer.claimAll(MOST);
        while (batch != null) {
            QueueKillPoint.SHUTDOWN_CLAIMED.here();
            finisher.finishAll(batch);
            QueueKillPoint.SHUTDOWN_DROPPED.here();
            batch = claimer.claimAll(MOST);
        }
        finisher.check();
    }

    static QueueShutdownException over(String name) {
        return new QueueShutdownException("the queue is shut down, and what was in it is dropped, queue=" + name);
    }
}
