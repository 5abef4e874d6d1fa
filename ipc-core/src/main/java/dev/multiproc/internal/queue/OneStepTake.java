package dev.multiproc.internal.queue;

import dev.multiproc.queue.QueueShutdownException;
import java.util.List;

/**
 * Takes an item of a plain queue and finishes it in one step: nobody asks afterwards whether it is done, so it needs no claim. What
 * cannot be taken so is claimed: large items, those that need the codec, and those that were given back. (The test class {@code
 * ClaimProtocol} models this.)
 */
final class OneStepTake {
    private final LogEngine<?> engine;
    private final Claimer claimer;
    private final Payload payload;
    private final Ending ending;
    private final boolean isPossible;

    OneStepTake(LogEngine<?> engine, Claimer claimer, Payload payload, Ending ending, DueTimes times) {
        this.engine = engine;
        this.claimer = claimer;
        this.payload = payload;
        this.ending = ending;
        isPossible = engine.kind() == QueueKind.PLAIN && !times.hasLease();
    }

    /**
     * The next item.
     *
     * @param mayLook whether the caller waits if there is none
     * @return null if there is none that can be taken so
     * @throws QueueShutdownException if it was to be dropped
     */
    Object take(boolean mayLook) {
        Object item = isPossible ? claimer.takeAndFinish(payload, mayLook) : null;
        if (item == null) {
            return null;
        }
        if (mustDrop(1)) {
            throw engine.dropped();
        }
        return item;
    }

    /** Adds several items to a list; see {@link dev.multiproc.internal.engine.QueueEngine#drainTo}. */
    @SuppressWarnings("unchecked") // What was put is what the list holds.
    int drainTo(List<?> target, int most) {
        if (!isPossible) {
            return 0;
        }
        int before = target.size();
        int taken = claimer.takeAndFinish(payload, (List<Object>) target, most);
        if (taken > 0 && mustDrop(taken)) {
            target.subList(before, before + taken).clear();
            engine.dropIfAsked();
            return 0;
        }
        return taken;
    }

    /** Called when items were taken. Returns whether they are to be dropped. */
    private boolean mustDrop(int items) {
        engine.appender.roomMade(items);
        boolean isShutdown = engine.counters.isShutdown();
        engine.finisher.finishedAtOnce(items, isShutdown);
        return isShutdown && ending.claimed();
    }

    /** Makes the count of waiting items exact; see {@link Claimer#takeAndFinish}. */
    void count() {
        if (isPossible && engine.counters.fresh() > 0) {
            claimer.findHead();
        }
    }
}
