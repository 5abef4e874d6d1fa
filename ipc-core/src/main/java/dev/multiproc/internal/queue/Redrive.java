package dev.multiproc.internal.queue;

import dev.multiproc.internal.engine.ReturnReasons;
import dev.multiproc.queue.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Puts dead letters back into the queue that they come from, each in one step ({@link Forwarding}).
 *
 * @param <E> the type of the items
 */
final class Redrive<E> {
    private final LogEngine<E> letters;
    private final LogEngine<?> origin;
    private final LetterClaims claims;

    /**
     * For a queue of dead letters.
     *
     * @throws IllegalStateException if the queue that they come from is gone
     */
    Redrive(LogEngine<E> letters, LogEngine<?> origin, LetterClaims claims) {
        if (origin == null) {
            throw new IllegalStateException(
                    "the queue that the dead letters come from does not exist any more, queue=" + letters.name());
        }
        origin.checkOpen();
        this.letters = letters;
        this.origin = origin;
        this.claims = claims;
    }

    /**
     * Puts letters back that wait now, in their order.
     *
     * @param which null for all
     * @return how many were put back before the deadline
     */
    int run(Predicate<? super DeadLetter<E>> which, LetterReader<E> reader, long deadlineNanos)
            throws InterruptedException {
        int count = 0;
        for (long sequence : which == null ? waiting() : chosen(which, reader)) {
            Claim claim = claims.claim(sequence);
            if (claim != null) {
                if (!run(claim, deadlineNanos)) {
                    return count;
                }
                count++;
            }
        }
        return count;
    }

    /** Puts one letter back; false if it is not among the dead letters any more, or the deadline has passed. */
    boolean run(long sequence, long deadlineNanos) throws InterruptedException {
        Claim claim = claims.claim(sequence);
        return claim != null && run(claim, deadlineNanos);
    }

    private boolean run(Claim claim, long deadlineNanos) throws InterruptedException {
        QueueKillPoint.REDRIVE_CLAIMED.here();
        boolean isBack = false;
        try {
            EncodedItem item = letters.encoded(claim);
            isBack = new Forwarding(letters, claim, origin).run(item, deadlineNanos);
            return isBack;
        } finally {
            if (!isBack) {
                // False if it was settled: put back by Forwarding itself, or moved although the disk has failed.
                letters.giveBack(claim, ReturnReasons.GIVEN_BACK);
            }
        }
    }

    private List<Long> waiting() {
        List<Long> waiting = new ArrayList<>();
        letters.scanner.all((cursor, word) -> {
            if (Claimer.waits(cursor, word)) {
                waiting.add(cursor.sequence());
            }
            return true;
        });
        return waiting;
    }

    private List<Long> chosen(Predicate<? super DeadLetter<E>> which, LetterReader<E> reader) {
        List<Long> chosen = new ArrayList<>();
        for (DeadLetter<E> letter : reader.letters()) {
            if (which.test(letter)) {
                chosen.add(reader.sequence(letter));
            }
        }
        return chosen;
    }
}
