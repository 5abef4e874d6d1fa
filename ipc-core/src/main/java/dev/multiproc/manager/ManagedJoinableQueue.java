package dev.multiproc.manager;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A queue in a manager's process that tracks which items are finished: Python's {@code JoinableQueue} of a manager. {@link
 * dev.multiproc.Multiprocessing#joinableQueue()} makes faster ones.
 *
 * <p>A consumer that took an item calls {@link #taskDone()} when it has finished it; {@link #join()} waits until every item that was
 * put is finished. What is removed otherwise than by taking it, as by {@code clear} and {@code remove(Object)}, is finished.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Death</b>: items that a consumer had taken and not finished when its
 * process ended, however that happened, are given to others before all waiting items; there may be more than the capacity then.
 *
 * @param <E> the type of the items
 */
public interface ManagedJoinableQueue<E> extends BlockingQueue<E> {
    /**
     * Finishes the oldest item that this process took and has not finished. Python's {@code task_done}.
     *
     * @throws IllegalStateException if this process holds no unfinished item
     */
    void taskDone();

    /**
     * Waits until every item that was put is finished. Returns at once if none is unfinished.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    void join() throws InterruptedException;

    /**
     * Waits until every item that was put is finished, or the time is up.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return true if every item is finished
     * @throws InterruptedException if interrupted while waiting
     */
    boolean join(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * How many items were put and are not finished: those that wait and those that consumers hold.
     *
     * @return the number of items
     */
    int unfinished();
}
