package dev.multiproc.queue;

/**
 * Thrown when a consumer finishes an item, gives it back or extends its lease after that lease has ended. It was too late and
 * changes nothing: the item goes, or has gone, to another consumer or to the dead letters. What the consumer did outside the
 * queue may be done a second time. See {@link QueueOptions#withLease}.
 */
public class LeaseExpiredException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The item's number. */
    private final long itemId;

    /**
     * Created by the library.
     *
     * @param message names the queue and the item
     * @param itemId what {@link Delivery#id()} gives
     */
    public LeaseExpiredException(String message, long itemId) {
        super(message);
        this.itemId = itemId;
    }

    /**
     * The item whose lease has ended.
     *
     * @return what {@link Delivery#id()} gives
     */
    public long itemId() {
        return itemId;
    }
}
