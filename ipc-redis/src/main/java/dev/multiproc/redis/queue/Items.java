package dev.multiproc.redis.queue;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.queue.UnreadableItemException;
import java.util.Arrays;

/** Writes and reads items. */
final class Items<E> {
    /** Marks of the default codec before bytes and strings that are stored as they are. */
    private static final byte BYTES = new DefaultCodec().encode(new byte[0])[0];

    private static final byte LATIN1 = new DefaultCodec().encode("a")[0];

    private final String queue;
    private final Codec codec;
    private final boolean isOfLetters;

    Items(String queue, Codec codec, boolean isOfLetters) {
        this.queue = queue;
        this.codec = codec;
        this.isOfLetters = isOfLetters;
    }

    byte[] write(Object item) {
        byte[] body = codec.encode(item);
        if (body.length > Codec.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the item is too large, bytes=" + body.length + ", at most=" + Codec.MAX_BYTES);
        }
        return isOfLetters ? Letters.byHand(body) : body;
    }

    E read(RedisClaim claim) {
        return decode(
                claim.record().chunk(),
                claim.begin(),
                claim.length(),
                "it was given back, or dead-lettered past its delivery limit, item=" + claim.id());
    }

    /** Reads one that stays. */
    E show(byte[] body) {
        return decode(body, 0, body.length, "it stays in the queue");
    }

    @SuppressWarnings("unchecked") // The processes agree on the type of the items.
    private E decode(byte[] bytes, int offset, int length, String outcome) {
        try {
            return isOfLetters ? value(Packed.strings(bytes, offset).get(0)) : (E) codec.decode(bytes, offset, length);
        } catch (CodecException e) {
            throw new UnreadableItemException(
                    "cannot read an item; " + outcome + ", queue=" + queue + ", type=" + e.typeName(), e.typeName(), e);
        }
    }

    @SuppressWarnings("unchecked") // The same.
    E value(byte[] body) {
        return (E) codec.decode(body);
    }

    /** An encoded item without the default codec's mark, where it is stored as it is. */
    byte[] content(byte[] body) {
        boolean isMarked = codec instanceof DefaultCodec && body.length > 0 && (body[0] == BYTES || body[0] == LATIN1);
        return isMarked ? Arrays.copyOfRange(body, 1, body.length) : body;
    }
}
