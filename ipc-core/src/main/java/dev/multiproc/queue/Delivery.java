package dev.multiproc.queue;

/**
 * An item that was delivered and is not yet finished. Leaving its try block without {@link #done()} gives the item
 * back.
 *
 * <p><b>Threads</b>: safe for use by many threads of the process that received it. <b>Death</b>: when that process
 * dies, the item is treated as {@link QueueOptions#onConsumerDeath()} says.
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
     * @throws IllegalStateException if it was already finished or given back
     */
    void done();

    /**
     * Gives the item back. It is delivered again, before all waiting items, or becomes a dead letter if it has reached
     * its delivery limit.
     *
     * @throws IllegalStateException if it was already finished or given back
     */
    void retry();

    /**
     * As {@link #retry()}, and says why. If this was the last delivery that the queue allows, the dead letter has the
     * reason.
     *
     * @param reason a sentence for people; a long one is cut to 1000 bytes of UTF-8
     * @throws IllegalStateException if it was already finished or given back
     */
    void retry(String reason);

    /**
     * Makes the item a dead letter at once, however often it was delivered: nobody could do better with it. It counts
     * as finished in its queue, and {@link SharedQueue#deadLetters()} has it, with the reason.
     *
     * @param reason a sentence for people; a long one is cut to 1000 bytes of UTF-8
     * @throws IllegalStateException if it was already finished or given back
     * @throws dev.multiproc.MultiprocessingException if the dead letters cannot take it, for example since a stopped
     *     process holds their lock; then the item is given back
     */
    void reject(String reason);

    /** Gives the item back unless it was already finished or given back. */
    @Override
    void close();
}
