package dev.multiproc.internal.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.queue.UnreadableItemException;

/**
 * Turns the records of a queue into items, or says which item of it cannot be read and why.
 *
 * @param <E> the type of the items
 */
final class ItemReader<E> {
    private final String queue;
    private final Payload payload;

    ItemReader(String queue, Payload payload) {
        this.queue = queue;
        this.payload = payload;
    }

    /** Why an item is given back that could not be read. */
    static String reason(Throwable failure) {
        Throwable cause = failure instanceof UnreadableItemException ? failure.getCause() : failure;
        return "it cannot be read: " + (cause.getMessage() == null ? cause : cause.getMessage());
    }

    /** The item of a claimed record. */
    E read(MappedRegion region, int offset, long sequence) {
        try {
            return unpack(payload.read(region, offset, sequence));
        } catch (CodecException e) {
            throw unreadable(e, "it was given back, or dead-lettered past its delivery limit, item=" + sequence);
        }
    }

    @SuppressWarnings("unchecked") // What was put is an E; the codec knows the class only.
    E unpack(EncodedItem parcel) {
        return (E) payload.unpack(parcel);
    }

    /** An item that is not taken. */
    E show(EncodedItem parcel) {
        try {
            return unpack(parcel);
        } catch (CodecException e) {
            throw unreadable(e, "it stays in the queue");
        }
    }

    private UnreadableItemException unreadable(CodecException cause, String outcome) {
        return new UnreadableItemException(
                "cannot read an item; " + outcome + ", queue=" + queue + ", type=" + cause.typeName(),
                cause.typeName(),
                cause);
    }
}
