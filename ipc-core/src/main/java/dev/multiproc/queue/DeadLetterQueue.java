package dev.multiproc.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queue of the items that were delivered {@link QueueOptions#maxDeliveries()} times and never finished: their
 * consumers died, gave them back, or could not decode them. The library creates it with the first such item; see {@link
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
     * Not supported: a dead-letter queue has no dead letters of its own.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    DeadLetterQueue<E> deadLetters();
}
