package dev.multiproc.internal.queue;

import dev.multiproc.codec.CodecException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.queue.UnreadableItemException;

/**
 * Decodes the records of a queue into items. Errors say which item cannot be read and why.
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

    /** The item of a claimed record. */
    E read(MappedRegion region, int offset, long sequence) {
        try {
            return unpack(payload.read(region, offset, sequence));
        } catch (CodecException e) {
            throw unreadable(e, "it was given back, or dead-lettered past its delivery limit, item=" + sequence);
        }
    }

    @SuppressWarnings("unchecked") // What was put is an E; the codec only knows Object.
    E unpack(EncodedItem encoded) {
        return (E) payload.unpack(encoded);
    }

    /** Decodes an item that stays in the queue. */
    E show(EncodedItem encoded) {
        try {
            return unpack(encoded);
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
