package dev.multiproc.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The queue of the items that were delivered {@link QueueOptions#maxDeliveries()} times and never finished: their
 * consumers died, gave them back, or could not decode them; and of those that a consumer {@linkplain Delivery#reject
 * rejected}. The library creates it with the first such item; see {@link
 * SharedQueue#deadLetters()}. Python has none.
 *
 * <p>The inherited methods return only the item of a dead letter. An item that cannot be decoded stays in place,
 * however often {@code take} throws {@link UnreadableItemException}; {@link #takeLetter()} returns such an item too. A
 * dead-letter queue has no dead letters of its own.
 *
 * <p><b>Threads</b>, <b>Processes</b>: as every {@link SharedQueue}, safe for use by many threads of many processes.
 *
 * @param <E> the type of the items
 */
public interface DeadLetterQueue<E> extends SharedQueue<E> {
    /**
     * Takes a dead letter, decodable or not, waiting for one if needed.
     *
     * @return the dead letter, which is removed from the queue
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    DeadLetter<E> takeLetter() throws InterruptedException;

    /**
     * Takes a dead letter, decodable or not, if there is one. Does not wait.
     *
     * @return the dead letter, which is removed from the queue, or null if there is none
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    DeadLetter<E> pollLetter();

    /**
     * Takes a dead letter, decodable or not, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the dead letter, which is removed from the queue, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    DeadLetter<E> pollLetter(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Takes a dead letter, decodable or not, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return the dead letter, which is removed from the queue, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    default DeadLetter<E> pollLetter(Duration timeout) throws InterruptedException {
        return pollLetter(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Copies of the dead letters in the queue at this moment, oldest first. They stay in the queue.
     *
     * @return a list that cannot be modified
     */
    List<DeadLetter<E>> letters();

    /**
     * Puts the dead letters that are here now back into the queue that they come from, at its end and in their order, as
     * new items: never delivered, and with numbers of their own. Each goes in one step: it is in one of the two queues
     * and never in both, also if this process is killed.
     *
     * <p>Waits for room in that queue as {@link SharedQueue#put} does; meanwhile nobody else can take the letter that is
     * next. Letters that another consumer takes at the same time are left out. Items that a user put here directly go
     * there too.
     *
     * @return how many were put back
     * @throws InterruptedException if interrupted while waiting; the letters that were not put back yet stay here
     * @throws QueueShutdownException if that queue is shut down; the same
     * @throws IllegalStateException if that queue does not exist any more, or is closed in this process; the same
     */
    int redrive() throws InterruptedException;

    /**
     * As {@link #redrive()}, with some of the letters.
     *
     * @param which chooses the letters, before the first is put back
     * @return how many were put back
     * @throws InterruptedException if interrupted while waiting; the letters that were not put back yet stay here
     * @throws QueueShutdownException if that queue is shut down; the same
     * @throws IllegalStateException if that queue does not exist any more, or is closed in this process; the same
     */
    int redrive(Predicate<? super DeadLetter<E>> which) throws InterruptedException;

    /**
     * As {@link #redrive(Predicate)}, waiting for room up to a time.
     *
     * @param which chooses the letters, before the first is put back
     * @param timeout how long to wait for room, in all; zero or less means do not wait
     * @return how many were put back before the time was up
     * @throws InterruptedException if interrupted while waiting; the letters that were not put back yet stay here
     * @throws QueueShutdownException if that queue is shut down; the same
     * @throws IllegalStateException if that queue does not exist any more, or is closed in this process; the same
     */
    int redrive(Predicate<? super DeadLetter<E>> which, Duration timeout) throws InterruptedException;

    /**
     * As {@link #redrive()}, with one letter of {@link #letters()}.
     *
     * @param letter a letter of this queue
     * @return false if it is not here any more: it was taken, or put back
     * @throws InterruptedException if interrupted while waiting; the letter stays here
     * @throws QueueShutdownException if that queue is shut down; the same
     * @throws IllegalStateException if that queue does not exist any more, or is closed in this process; the same
     * @throws IllegalArgumentException if the letter is not from a queue of dead letters
     */
    boolean redrive(DeadLetter<E> letter) throws InterruptedException;

    /**
     * Not supported: a dead-letter queue has no dead letters of its own.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    DeadLetterQueue<E> deadLetters();
}
