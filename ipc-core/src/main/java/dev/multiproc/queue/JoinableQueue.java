package dev.multiproc.queue;

import java.util.concurrent.TimeUnit;

/**
 * A {@link SharedQueue} that knows which items have been finished: Python's {@code multiprocessing.JoinableQueue}.
 *
 * <p>A consumer that took an item says {@link #taskDone()} when it has finished it, or uses {@link #receive()}. {@link
 * #join()} waits until all that was put is finished. <b>Death</b>: what a consumer took and had not finished when it
 * died is treated as {@link QueueOptions#onConsumerDeath()} says, by default given to another consumer, first in line.
 * {@code join} never hangs for the dead.
 *
 * @param <E> the type of the items
 */
public interface JoinableQueue<E> extends SharedQueue<E> {
    /**
     * Finishes the oldest item that this process took and has not finished.
     *
     * @throws IllegalStateException if this process holds no unfinished item ("task_done() called too many times")
     */
    void taskDone();

    /**
     * Waits until every item that was put has been finished. Returns at once if none is unfinished.
     *
     * @throws InterruptedException if interrupted while waiting
     * @throws ConsumerDiedException under {@link ConsumerDeath#FAIL_JOIN} if a consumer died holding items
     */
    void join() throws InterruptedException;

    /**
     * Waits until every item that was put has been finished, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if nothing was unfinished
     * @throws InterruptedException if interrupted while waiting
     * @throws ConsumerDiedException under {@link ConsumerDeath#FAIL_JOIN} if a consumer died holding items
     */
    boolean join(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * How many items were put and are not finished: waiting and in flight.
     *
     * @return the number of items
     */
    long unfinished();

    /**
     * Takes an item with its handle, waiting for one if needed.
     *
     * @return the delivery, to be used in a try-block
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    Delivery<E> receive() throws InterruptedException;

    /**
     * Takes an item with its handle, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the delivery, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    Delivery<E> receive(long timeout, TimeUnit unit) throws InterruptedException;
}
