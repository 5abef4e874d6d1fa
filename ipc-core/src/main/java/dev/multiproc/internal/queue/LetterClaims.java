package dev.multiproc.internal.queue;

import dev.multiproc.internal.engine.ReturnReasons;

/**
 * Claims one certain record of a queue. An item is READY only once, and the records that are READY come last: so records in
 * front of the one that is asked for, which were never delivered, are claimed and given back, which keeps their order.
 */
final class LetterClaims {
    private final LogEngine<?> queue;
    private final Claimer claimer;
    private final ReturnedItems returnedItems;

    LetterClaims(LogEngine<?> queue, Claimer claimer, ReturnedItems returnedItems) {
        this.queue = queue;
        this.claimer = claimer;
        this.returnedItems = returnedItems;
    }

    /** Claims a record; null if another consumer has taken it. */
    Claim claim(long sequence) throws InterruptedException {
        while (true) {
            Claim again = returnedItems.claimRecord(sequence);
            if (again != null) {
                queue.claimed(again);
                return again;
            }
            Claim fresh = queue.counters.head() > sequence ? null : claimer.claimFresh();
            if (fresh == null) {
                return null;
            }
            queue.claimed(fresh);
            if (fresh.sequence() == sequence) {
                return fresh;
            }
            boolean isBehind = fresh.sequence() > sequence;
            queue.giveBack(fresh, ReturnReasons.GIVEN_BACK);
            if (isBehind) {
                return null;
            }
        }
    }
}
