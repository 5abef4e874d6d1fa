package dev.multiproc.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A {@link SharedQueue} that tracks which items are finished: Python's {@code multiprocessing.JoinableQueue}.
 *
 * <p>A consumer that took an item calls {@link #taskDone()} when it has finished it, or uses {@link #receive()}. {@link
 * #join()} waits until every item that was put is finished. <b>Death</b>: items that a consumer had taken and not
 * finished when it died are treated as {@link QueueOptions#onConsumerDeath()} says; by default another consumer gets
 * them, before all waiting items. A dead consumer never blocks {@code join}.
 *
 * @param <E> the type of the items
 */
public interface JoinableQueue<E> extends SharedQueue<E> {
    /**
     * Finishes the oldest item that this process took and has not finished. Python's {@code task_done}.
     *
     * @throws IllegalStateException if this process holds no unfinished item (Python: "task_done() called too many
     *     times")
     */
    void taskDone();

    /**
     * Waits until every item that was put has been finished. Returns at once if none is unfinished. Python's {@code
     * join}.
     *
     * @throws InterruptedException if interrupted while waiting
     * @throws ConsumerDiedException if a consumer died holding items in a queue with {@link ConsumerDeath#FAIL_JOIN}
     */
    void join() throws InterruptedException;

    /**
     * Waits until every item that was put has been finished, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if every item is finished
     * @throws InterruptedException if interrupted while waiting
     * @throws ConsumerDiedException if a consumer died holding items in a queue with {@link ConsumerDeath#FAIL_JOIN}
     */
    boolean join(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Waits until every item that was put has been finished, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return true if every item is finished
     * @throws InterruptedException if interrupted while waiting
     * @throws ConsumerDiedException if a consumer died holding items in a queue with {@link ConsumerDeath#FAIL_JOIN}
     */
    default boolean join(Duration timeout) throws InterruptedException {
        return join(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * How many items were put and are not finished: those that wait and those that consumers hold.
     *
     * @return the number of items
     */
    long unfinished();

    /**
     * Takes an item as a delivery, waiting for one if needed.
     *
     * @return the delivery, to be used in a try block
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    Delivery<E> receive() throws InterruptedException;

    /**
     * Takes an item as a delivery, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return the delivery, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    Delivery<E> receive(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Takes an item as a delivery, waiting up to a time.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return the delivery, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    default Delivery<E> receive(Duration timeout) throws InterruptedException {
        return receive(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }
}
