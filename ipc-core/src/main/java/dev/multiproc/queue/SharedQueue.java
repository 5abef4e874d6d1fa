package dev.multiproc.queue;

import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A first-in-first-out queue shared by the processes of a session: Python's {@code multiprocessing.Queue} with the
 * contract of {@link BlockingQueue}.
 *
 * <table>
 * <caption>Methods</caption>
 * <tr><td></td><th>throws</th><th>special value</th><th>blocks</th><th>times out</th></tr>
 * <tr><th>insert</th><td>{@link #add add(e)}</td><td>{@link #offer(Object) offer(e)}</td><td>{@link #put put(e)}</td>
 *     <td>{@link #offer(Object, long, TimeUnit) offer(e, time, unit)}</td></tr>
 * <tr><th>remove</th><td>{@link #remove() remove()}</td><td>{@link #poll() poll()}</td><td>{@link #take take()}</td>
 *     <td>{@link #poll(long, TimeUnit) poll(time, unit)}</td></tr>
 * <tr><th>examine</th><td>{@link #element element()}</td><td>{@link #peek peek()}</td><td></td><td></td></tr>
 * </table>
 *
 * <p>Items of one producer keep their order; between producers there is none. Exactly one consumer gets an item. An item
 * is in the queue when {@code put} returns; an item that cannot be serialized, that takes more than {@link
 * dev.multiproc.codec.Codec#MAX_BYTES 256 MiB}, or that could not be read again within the limits of the codec is refused by {@code put} with {@link
 * IllegalArgumentException} and leaves the queue as it was. Null is refused.
 *
 * <p>The iterator walks over copies of the items that wait at that moment and does not remove; {@code remove(Object)},
 * {@code removeAll} and {@code retainAll} are not supported: an item can be taken from the head only.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. <b>Blocking</b>: waiting uses no
 * processor; an interrupt ends it at once and changes nothing. <b>Death</b>: a process killed inside {@code put} has put
 * the whole item or nothing; an item whose taker died before {@code take} returned is given back. <b>Memory</b>: actions
 * before a put happen-before actions after the take of that item, in another process too as far as shared memory goes.
 *
 * @param <E> the type of the items
 */
public interface SharedQueue<E> extends BlockingQueue<E>, AutoCloseable {
    /**
     * The queue's name in its session.
     *
     * @return the name it was made with, or one that was made up
     */
    String name();

    /**
     * Whether a put would wait: as many items wait as the capacity allows.
     *
     * @return true if full; false always for a queue without a bound
     */
    boolean isFull();

    /**
     * Puts all items in their order, waiting for room where needed. Cheaper than one by one.
     *
     * @param items the items; serialized before the first is put
     * @throws InterruptedException if interrupted while waiting; the items that were put by then stay put
     * @throws IllegalArgumentException if one cannot be serialized; none is put then
     * @throws QueueShutdownException if the queue is shut down
     */
    void putAll(Collection<? extends E> items) throws InterruptedException;

    /**
     * Puts items in their order until all are in the queue or the time is up.
     *
     * @param items the items; serialized before the first is put
     * @param timeout how long to wait for room; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return how many were put, from the first on; also if interrupted when some were put, and the thread stays interrupted then
     * @throws InterruptedException if interrupted before any is put
     * @throws IllegalArgumentException if one cannot be serialized; none is put then
     * @throws QueueShutdownException if the queue is shut down
     */
    int offerAll(Collection<? extends E> items, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Says that no more will come, to all processes: puts throw from now on, takes drain what is left and then throw {@link
     * QueueShutdownException}. As Python 3.13's {@code Queue.shutdown}. Cannot be undone; a second call does nothing.
     *
     * <p>An item that another process has taken and not finished may come back. A take in a process that holds none itself waits
     * for that, and throws when nothing is in flight any more; calls that do not wait, or whose time is up, give nothing until
     * then. In a process that holds an item a take throws at once when nothing waits, so that it does not wait for itself.
     */
    void shutdown();

    /**
     * Whether {@link #shutdown()} was called, by any process.
     *
     * @return true once shut down
     */
    boolean isShutdown();

    /**
     * The queue of the items that were handed out {@link QueueOptions#maxDeliveries()} times and never finished: their consumers
     * died, gave them back, or could not read them.
     *
     * @return a queue of the same session, the same object for every process
     */
    DeadLetterQueue<E> deadLetters();

    /** Closes this process's end: further calls throw {@link IllegalStateException}. Other processes are not affected. */
    @Override
    void close();
}
