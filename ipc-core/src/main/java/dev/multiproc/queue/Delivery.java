package dev.multiproc.queue;

/**
 * An item that was handed out and has yet to be finished. Leaving its try-block without {@link #done()} gives the item
 * back.
 *
 * <p><b>Threads</b>: safe for use by many threads of the process that received it. <b>Death</b>: when that process dies
 * the item goes to another consumer, first in line.
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
     * A number that stays the item's own over all its deliveries: what to store beside an effect that must happen once.
     *
     * @return the item's sequence number in its queue, from 0
     */
    long id();

    /**
     * How often the item has been handed out, this time included.
     *
     * @return 1 for the first delivery
     */
    int deliveryCount();

    /**
     * Finishes the item, as {@link JoinableQueue#taskDone()} does for the oldest.
     *
     * @throws IllegalStateException if it was finished or given back before
     */
    void done();

    /**
     * Gives the item back: it goes to a consumer again, first in line, or to the dead letters past its delivery limit.
     *
     * @throws IllegalStateException if it was finished or given back before
     */
    void retry();

    /** Gives the item back unless it was finished or given back before. */
    @Override
    void close();
}
