package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.engine.ReturnReason;
import dev.multiproc.internal.engine.ReturnReasons;
import dev.multiproc.internal.park.Deadline;

/**
 * What becomes of claimed items: they are finished or given back, get a new lease, or their lease ends, which is noticed by
 * whoever takes, looks or joins. An item whose last lease has ended becomes a dead letter.
 */
final class Settler {
    private final LogEngine<?> engine;
    private final String name;
    private final QueueCounters counters;
    private final int maxDeliveries;
    private final DueTimes times;
    private final ReturnedItems returnedItems;
    private final Finisher finisher;
    private final DeadLetterMover mover;

    Settler(LogEngine<?> engine, DueTimes times, ReturnedItems returnedItems, DeadLetterMover mover) {
        this.engine = engine;
        this.name = engine.name();
        this.counters = engine.counters;
        this.maxDeliveries = engine.maxDeliveries;
        this.finisher = engine.finisher;
        this.times = times;
        this.returnedItems = returnedItems;
        this.mover = mover;
    }

    /** Finishes an item; see {@link dev.multiproc.internal.engine.QueueEngine#finish}. */
    boolean finish(Claim claim) {
        if (times.hasLease()) {
            return finisher.finishInTime(claim);
        }
        finisher.finish(claim);
        return true;
    }

    /** Gives a claim back, or moves the item to the dead letters at its delivery limit. False if that is too late. */
    boolean giveBack(Claim claim, ReturnReason reason, long delayNanos) {
        if (!claim.settle()) {
            return false;
        }
        return claim.deliveries() < maxDeliveries
                ? putBack(claim, delayNanos)
                : toDeadLetters(claim, reason, delayNanos);
    }

    /** Moves an item to the dead letters, however often it was delivered. False if that is too late. */
    boolean reject(Claim claim, ReturnReason reason) {
        return claim.settle() && toDeadLetters(claim, reason, times.retryDelay(claim.deliveries()));
    }

    private boolean toDeadLetters(Claim claim, ReturnReason reason, long delayNanos) {
        if (times.hasLease() && !claim.beginMove()) {
            claim.setLate();
            return false;
        }
        mover.moveToDeadLetters(claim, reason, refused -> putBack(refused, delayNanos));
        return true;
    }

    boolean putBack(Claim claim, long delayNanos) {
        boolean isBack = returnedItems.giveBack(claim, delayNanos);
        if (isBack) {
            claim.release();
        } else {
            claim.setLate();
        }
        // Looked at after it was given back, so that either this process or the one that shuts down finds it.
        engine.dropIfAsked();
        return isBack;
    }

    /**
     * Gives a claim a new lease from now. Under the lock, so that nobody ends the old one meanwhile.
     *
     * @return false if the claim is settled or its lease has ended
     */
    boolean extend(Claim claim, long nanos) {
        if (!times.hasLease()) {
            return !claim.isSettled();
        }
        boolean[] isExtended = new boolean[1];
        returnedItems.locked(() -> {
            long end = DueTimes.after(nanos);
            isExtended[0] = claim.beginExtending() && extendTo(claim, end);
            if (isExtended[0]) {
                QueueKillPoint.LEASE_EXTENDED.here();
                times.announce(end);
            }
        });
        return isExtended[0];
    }

    private static boolean extendTo(Claim claim, long end) {
        boolean isLate = false;
        try {
            isLate = !claim.isHeld();
            if (!isLate) {
                RecordDescriptor.setDue(claim.region(), claim.offset(), end);
            }
        } finally {
            claim.endExtending(isLate);
        }
        return !isLate;
    }

    /** Does what is due. */
    void lookForDue() {
        returnedItems.lookForDue();
        moveEnded();
        engine.dropIfAsked();
    }

    /** Moves what this process has taken from its consumers to the dead letters. */
    void moveEnded() {
        if (!times.hasLease()) {
            return;
        }
        for (Claim claim = returnedItems.pollEnded(); claim != null; claim = returnedItems.pollEnded()) {
            move(claim);
        }
    }

    private void move(Claim claim) {
        try {
            mover.moveToDeadLetters(claim, ReturnReasons.LEASE_ENDED, this::keep);
        } catch (RuntimeException e) {
            // This thread wants to take another item, or to join.
            Journal.warn(
                    Settler.class,
                    "an item whose lease has ended cannot be moved to the dead letters now, queue=" + name + ", item="
                            + claim.id(),
                    e);
        }
    }

    /** Keeps an item that cannot be moved for one more lease: then the next process tries. */
    private void keep(Claim claim) {
        returnedItems.locked(() -> {
            long end = times.endOfLease();
            RecordDescriptor.setDue(claim.region(), claim.offset(), end);
            times.announce(end);
            claim.region()
                    .setLongVolatile(
                            claim.offset(), RecordDescriptor.withState(claim.word(), RecordDescriptor.CLAIMED));
        });
        claim.release();
    }

    /** Waits until all items are done or this process closes the queue. Meanwhile ends leases. */
    boolean awaitFinished(long deadlineNanos) throws InterruptedException {
        if (!times.hasLease()) {
            return finisher.await(deadlineNanos);
        }
        while (true) {
            lookForDue();
            long seen = counters.due();
            boolean isNews = finisher.await(() -> times.isNews(seen), DueTimes.limit(deadlineNanos, seen));
            if (isNews && finisher.isOver()) {
                return true;
            }
            if (!isNews && Deadline.left(deadlineNanos) <= 0) {
                return false;
            }
        }
    }
}
