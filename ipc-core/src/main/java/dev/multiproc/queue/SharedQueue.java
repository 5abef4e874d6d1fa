package dev.multiproc.queue;

import dev.multiproc.Awaitable;
import java.time.Duration;
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
 * <p>Items of one producer keep their order; the order between producers is not defined. Exactly one consumer gets an
 * item. An item is in the queue when {@code put} returns. {@code put} rejects an item with {@link
 * IllegalArgumentException}, and leaves the queue unchanged, if the item cannot be serialized, takes more than {@link
 * dev.multiproc.codec.Codec#MAX_BYTES 256 MiB}, or exceeds a limit of the codec so that it could not be decoded. Null
 * is rejected with {@link NullPointerException}.
 *
 * <p>The iterator goes over copies of the items that wait when it is created, and does not support removal. {@code
 * remove(Object)}, {@code removeAll} and {@code retainAll} are not supported: items leave at the head only.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many threads of many processes. <b>Blocking</b>: waiting uses no
 * processor time; an interrupt ends it at once and changes nothing. <b>Death</b>: a process killed inside {@code put}
 * has put either the whole item or nothing; an item whose consumer died before {@code take} returned is given back.
 * <b>Memory</b>: actions before a put happen-before actions after the take of that item; between processes this applies
 * to accesses to shared memory.
 *
 * @param <E> the type of the items
 */
public interface SharedQueue<E> extends BlockingQueue<E>, Awaitable, AutoCloseable {
    /**
     * The queue's name in its session.
     *
     * @return the name it was created with, or a generated one
     */
    String name();

    /**
     * Deletes the queue for all processes, with the items in it and its dead letters: its name is free at once, and its place
     * among the session's objects too. From now on no put of any process succeeds. Calls that wait, in any process, and all
     * later ones get {@link dev.multiproc.ObjectDeletedException}; in other processes that takes up to 100 ms. Also works after
     * {@link #close()}.
     *
     * @return false if some process had already deleted it
     * @throws IllegalStateException if the session is closed
     */
    boolean delete();

    /**
     * Whether the queue is full, so that a put would wait. Python's {@code full}.
     *
     * @return true if full; always false for a queue without a capacity limit
     */
    boolean isFull();

    /**
     * Puts all items in order, waiting for room where needed. Faster than putting them one by one.
     *
     * @param items the items; all are serialized before the first is put
     * @throws InterruptedException if interrupted while waiting; the items put so far stay in the queue
     * @throws IllegalArgumentException if an item cannot be serialized; then none is put
     * @throws QueueShutdownException if the queue is shut down
     */
    void putAll(Collection<? extends E> items) throws InterruptedException;

    /**
     * Puts items in order until all are in the queue or the time is up.
     *
     * @param items the items; all are serialized before the first is put
     * @param timeout how long to wait for room; zero or less means do not wait
     * @param unit the unit of the timeout
     * @return how many were put, counted from the first. If interrupted after some were put, also returns their number,
     *     and the thread stays interrupted
     * @throws InterruptedException if interrupted before any item is put
     * @throws IllegalArgumentException if an item cannot be serialized; then none is put
     * @throws QueueShutdownException if the queue is shut down
     */
    int offerAll(Collection<? extends E> items, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * The same with a {@link Duration}.
     *
     * @param items the items
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return how many were put; see {@link #offerAll(Collection, long, TimeUnit)}
     * @throws InterruptedException if interrupted before any item is put
     * @throws IllegalArgumentException if an item cannot be serialized; then none is put
     * @throws QueueShutdownException if the queue is shut down
     */
    default int offerAll(Collection<? extends E> items, Duration timeout) throws InterruptedException {
        return offerAll(items, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Puts an item, waiting for room up to a time. Python's {@code put(timeout=)}.
     *
     * @param item the item
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return false if the time is up first
     * @throws InterruptedException if interrupted while waiting
     * @throws IllegalArgumentException if the item cannot be serialized
     * @throws QueueShutdownException if the queue is shut down
     */
    default boolean offer(E item, Duration timeout) throws InterruptedException {
        return offer(item, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes an item, waiting for one up to a time. Python's {@code get(timeout=)}.
     *
     * @param timeout how long to wait; zero or less means do not wait, and about 70 years or more, without a limit
     * @return the item, or null if the time is up
     * @throws InterruptedException if interrupted while waiting
     * @throws QueueShutdownException if the queue is shut down and empty
     */
    default E poll(Duration timeout) throws InterruptedException {
        return poll(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Shuts the queue down for all processes. From now on puts throw {@link QueueShutdownException}; takes return the
     * items that are left and then throw it too. Cannot be undone; a second call does nothing. Python's {@code
     * Queue.shutdown} (3.13).
     *
     * <p>An item that another process has taken and not finished may come back. In a process that holds no item itself,
     * a take waits for that, and throws once no item is in flight any more; until then calls that do not wait, or whose
     * time is up, return null. In a process that holds an item, a take throws at once when no item waits, so that the
     * process does not wait for itself.
     */
    void shutdown();

    /**
     * Shuts the queue down for all processes, and drops what waits in it if {@code immediate} is true: Python's {@code
     * Queue.shutdown(immediate=True)} (3.13). Cannot be undone; a queue that is shut down can still be shut down at
     * once.
     *
     * <p>Dropped items are gone: no take gets one, and a join does not wait for them. From now on puts and takes throw
     * {@link QueueShutdownException}, also those that wait. {@link JoinableQueue#join()} returns as soon as the items that
     * consumers hold are finished; one that is given back, or whose consumer dies, is dropped too, unless it becomes a
     * dead letter. If this process is killed meanwhile, others drop the rest.
     *
     * @param immediate whether to drop what waits; false is {@link #shutdown()}
     */
    void shutdown(boolean immediate);

    /**
     * Whether any process has called {@link #shutdown()}.
     *
     * @return true once shut down
     */
    boolean isShutdown();

    /**
     * The queue of the items that were delivered {@link QueueOptions#maxDeliveries()} times and never finished: their
     * consumers died, gave them back, or could not decode them; and of those that a consumer rejected.
     *
     * @return a queue of the same session; the same one in every process
     */
    DeadLetterQueue<E> deadLetters();

    /**
     * Closes the queue for this process: further calls throw {@link IllegalStateException}. Other processes are not
     * affected. Python's {@code close}.
     */
    @Override
    void close();
}
