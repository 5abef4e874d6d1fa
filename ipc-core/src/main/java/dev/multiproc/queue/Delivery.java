package dev.multiproc.queue;

import java.time.Duration;

/**
 * An item that was delivered and is not yet finished. Leaving its try block without {@link #done()} gives the item
 * back.
 *
 * <p><b>Threads</b>: safe for use by many threads of the process that received it. <b>Death</b>: when that process
 * dies, the item is treated as {@link QueueOptions#onConsumerDeath()} says. <b>Lease</b>: in a queue {@linkplain
 * QueueOptions#withLease with a lease} the item goes to another consumer when that has ended; then these methods change
 * nothing and, except for {@link #close()}, throw {@link LeaseExpiredException}.
 *
 * @param <E> the type of the item
 */
public interface Delivery<E> extends AutoCloseable {
    /**
     * The item.
     *
     * @return never null
     */
    E value();

    /**
     * A number that identifies the item in all its deliveries. Store it with an effect that must happen only once.
     *
     * @return the item's sequence number in its queue, from 0
     */
    long id();

    /**
     * How often the item has been delivered, including this time.
     *
     * @return 1 for the first delivery
     */
    int deliveryCount();

    /**
     * Finishes this item, as {@link JoinableQueue#taskDone()} finishes the oldest one.
     *
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if it was already finished or given back
     */
    void done();

    /**
     * Gives the item back. It is delivered again, before all waiting items, or becomes a dead letter if it has reached
     * its delivery limit. With {@link QueueOptions#withRetryBackOff} it is delivered again after a delay.
     *
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if it was already finished or given back
     */
    void retry();

    /**
     * Gives the item back, to be delivered again after a delay; whatever {@link QueueOptions#withRetryBackOff} says. It is
     * never delivered earlier. After the delay it comes before all waiting items. At its delivery limit it becomes a dead
     * letter at once.
     *
     * <p>Until the delay is over, the item is not finished, so {@link JoinableQueue#join()} waits for it and {@link
     * JoinableQueue#unfinished()} counts it. {@link SharedQueue#size()}, which says how many items can be taken, does not
     * count it, and it takes no place of a bounded queue. The delay survives the death of all processes. It is measured on a
     * clock that does not jump; after a restart of the machine it is over at once.
     *
     * @param delay how long it is not delivered; zero or less means that it is delivered again at once
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if it was already finished or given back
     */
    void retry(Duration delay);

    /**
     * Gives this delivery a new lease, from now, in place of its old one: for work that takes longer than the queue's lease.
     * The new one may end earlier than the old one. Does nothing in a queue without a lease, where the item stays with its
     * consumer as long as that lives.
     *
     * @param lease how long this consumer may hold the item from now on
     * @throws IllegalArgumentException if it is not positive
     * @throws LeaseExpiredException if the old lease has ended
     * @throws IllegalStateException if the item was already finished or given back
     */
    void extend(Duration lease);

    /**
     * As {@link #retry()}, and says why. If this was the last delivery that the queue allows, the dead letter has the
     * reason.
     *
     * @param reason a sentence for people; a long one is cut to 1000 bytes of UTF-8
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if it was already finished or given back
     */
    void retry(String reason);

    /**
     * Makes the item a dead letter at once, however often it was delivered: nobody could do better with it. It counts
     * as finished in its queue, and {@link SharedQueue#deadLetters()} has it, with the reason.
     *
     * @param reason a sentence for people; a long one is cut to 1000 bytes of UTF-8
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if it was already finished or given back
     * @throws dev.multiproc.MultiprocessingException if the dead letters cannot take it, for example since a stopped
     *     process holds their lock; then the item is given back
     */
    void reject(String reason);

    /**
     * Finishes this item and puts a result into a queue, in one step: the result is there exactly when the item is done,
     * also if this process is killed in between. Waits for room as {@link SharedQueue#put} does; meanwhile the item
     * stays with this delivery, and if the put fails it still is.
     *
     * @param queue a queue of the same session; also the item's own queue, at whose end the result then is, as a new item
     * @param result the result, not null
     * @param <R> the type of the result
     * @throws InterruptedException if interrupted while waiting
     * @throws IllegalArgumentException if the queue belongs to another session, or the result cannot be serialized
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if the item was already finished or given back
     * @throws QueueShutdownException if the queue is shut down
     */
    <R> void forwardTo(SharedQueue<? super R> queue, R result) throws InterruptedException;

    /**
     * As {@link #forwardTo(SharedQueue, Object)}, waiting for room up to a time.
     *
     * @param queue a queue of the same session
     * @param result the result, not null
     * @param timeout how long to wait; zero or less means do not wait
     * @param <R> the type of the result
     * @return false if the time is up; then this delivery is as it was
     * @throws InterruptedException if interrupted while waiting
     * @throws IllegalArgumentException if the queue belongs to another session, or the result cannot be serialized
     * @throws LeaseExpiredException if its lease has ended
     * @throws IllegalStateException if the item was already finished or given back
     * @throws QueueShutdownException if the queue is shut down
     */
    <R> boolean forwardTo(SharedQueue<? super R> queue, R result, Duration timeout) throws InterruptedException;

    /**
     * Gives the item back, as {@link #retry()}, unless it was already finished or given back or its lease has ended. Never
     * throws {@link LeaseExpiredException}.
     */
    @Override
    void close();
}
