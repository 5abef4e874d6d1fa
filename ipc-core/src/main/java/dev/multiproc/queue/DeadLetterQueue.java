package dev.multiproc.queue;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queue of the items that were handed out {@link QueueOptions#maxDeliveries()} times and never finished: their consumers
 * died, gave them back, or could not read them. Made by the library with the first of them; see {@link
 * SharedQueue#deadLetters()}.
 *
 * <p>Taken as from any queue a letter is the item alone. One that cannot be read stays where it is, however often {@code take}
 * throws {@link UnreadableItemException}; {@link #takeLetter()} gives it too. A queue of dead letters has none of its own.
 *
 * <p><b>Threads and processes</b>: as every {@link SharedQueue}, for any number of both.
 *
 * @param <E> the type of the items
 */
public interface DeadLetterQueue<E> extends SharedQueue<E> {
    /**
     * Takes a letter, readable or not, waiting for one if needed.
     *
     * @return the letter, which is no more in the queue
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    DeadLetter<E> takeLetter() throws InterruptedException;

    /**
     * Takes a letter, readable or not, if there is one.
     *
     * @return the letter, which is no more in the queue, or null if there is none
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    DeadLetter<E> pollLetter();

    /**
     * Takes a letter, readable or not, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the letter, which is no more in the queue, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    DeadLetter<E> pollLetter(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Copies of the letters that wait at this moment, oldest first. They stay in the queue.
     *
     * @return a list that cannot be modified
     */
    List<DeadLetter<E>> letters();

    /**
     * There is none.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    DeadLetterQueue<E> deadLetters();
}
