package dev.multiproc.internal.engine;

import dev.multiproc.queue.DeadLetter;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the engine of a queue of dead letters can do beside what all can.
 *
 * @param <E> the type of the items
 * @param <C> what the engine knows of a claimed item
 */
public interface LetterEngine<E, C extends Claimed> {
    /** What a claimed item says. */
    DeadLetter<E> letter(C claim);

    /** Copies of the letters that wait, in order. */
    List<DeadLetter<E>> letters();

    /**
     * Puts letters that wait back into the queue that they come from, as soon as there is room for each.
     *
     * @param which null for all
     * @return how many were put back before the deadline
     */
    int redrive(Predicate<? super DeadLetter<E>> which, long deadlineNanos) throws InterruptedException;

    /** The same with one letter; false if it does not wait there any more, or the deadline has passed. */
    boolean redrive(DeadLetter<E> letter, long deadlineNanos) throws InterruptedException;
}
