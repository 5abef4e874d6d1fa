package dev.multiproc.redis.queue;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.queue.UnreadableItemException;

/** Writes and reads items. */
final class Items<E> {
    private final String queue;
    private final Codec codec;
    private final boolean isOfLetters;

    Items(String queue, Codec codec, boolean isOfLetters) {
        this.queue = queue;
        this.codec = codec;
        this.isOfLetters = isOfLetters;
    }

    byte[] write(Object item) {
        if (isOfLetters) {
            throw new UnsupportedOperationException(
                    "nothing can be put among dead letters at a server by hand, queue=" + queue);
        }
        return codec.encode(item);
    }

    E read(byte[] body, long id) {
        return decode(body, "it was given back, or dead-lettered past its delivery limit, item=" + id);
    }

    /** Reads one that stays. */
    E show(byte[] body) {
        return decode(body, "it stays in the queue");
    }

    private E decode(byte[] body, String outcome) {
        try {
            return value(isOfLetters ? Packed.strings(body, 0).get(0) : body);
        } catch (CodecException e) {
            throw new UnreadableItemException(
                    "cannot read an item; " + outcome + ", queue=" + queue + ", type=" + e.typeName(), e.typeName(), e);
        }
    }

    @SuppressWarnings("unchecked") // The processes agree on the type of the items.
    E value(byte[] body) {
        return (E) codec.decode(body);
    }
}
