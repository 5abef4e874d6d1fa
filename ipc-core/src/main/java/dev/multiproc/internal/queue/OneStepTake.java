package dev.multiproc.internal.queue;

import dev.multiproc.queue.QueueShutdownException;

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
     * @return null if there is none that can be taken so
     * @throws QueueShutdownException if it was to be dropped
     */
    Object take() {
        Object item = isPossible ? claimer.takeAndFinish(payload) : null;
        if (item == null) {
            return null;
        }
        engine.appender.roomMade(1);
        boolean isShutdown = engine.counters.isShutdown();
        engine.finisher.finishedAtOnce(isShutdown);
        if (isShutdown && ending.claimed()) {
            throw engine.dropped();
        }
        return item;
    }

    /** Makes the count of waiting items exact; see {@link Claimer#takeAndFinish}. */
    void count() {
        if (isPossible && engine.counters.fresh() > 0) {
            claimer.findHead();
        }
    }
}
