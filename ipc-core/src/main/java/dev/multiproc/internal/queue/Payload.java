package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.BYTES;
import static dev.multiproc.internal.queue.RecordDescriptor.FORM_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.LATIN1;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.PAYLOAD_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.SPILLED;
import static dev.multiproc.internal.queue.RecordDescriptor.TAGGED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;

/**
 * Turns items into what records carry, and back. Byte arrays and strings of one byte a character go as they are, without the
 * codec, if it is the default one: nothing is allocated for them but the item that is taken.
 */
final class Payload {
    private final Codec codec;
    private final boolean isQuick;
    private final SpillFiles spills;

    Payload(Codec codec, SpillFiles spills) {
        this.codec = codec;
        this.isQuick = codec instanceof DefaultCodec;
        this.spills = spills;
    }

    /** Whether {@link #pack} runs no code of the user's for that item, and cannot fail. */
    boolean isQuick(Object item) {
        return isQuick && (item instanceof byte[] || item instanceof String text && isLatin1(text));
    }

    /** Packs an item into this thread's parcel. */
    Parcel pack(Object item) {
        return pack(item, Parcel.ofThread());
    }

    private Parcel pack(Object item, Parcel parcel) {
        if (isQuick && item instanceof byte[] bytes) {
            return parcel.set(bytes, bytes.length, BYTES);
        }
        if (isQuick && item instanceof String text && isLatin1(text)) {
            int length = text.length();
            byte[] buffer = parcel.buffer(length);
            copyLatin1(text, buffer);
            return parcel.set(buffer, length, LATIN1);
        }
        byte[] encoded = codec.encode(item);
        return parcel.set(encoded, encoded.length, 0);
    }

    private static boolean isLatin1(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("deprecation") // As it drops high bytes; there are none, and no other method copies to a place.
    private static void copyLatin1(String text, byte[] target) {
        text.getBytes(0, text.length(), target, 0);
    }

    /** Makes the item that a parcel holds. Throws as {@link Codec#decode}. */
    Object unpack(Parcel parcel) {
        return switch (parcel.form()) {
            case BYTES -> parcel.bytes();
            case LATIN1 -> new String(parcel.bytes(), 0, parcel.length(), ISO_8859_1);
            default -> codec.decode(parcel.bytes(), 0, parcel.length());
        };
    }

    /** Copies what a record carries into this thread's parcel. */
    Parcel read(MappedRegion region, int offset, long sequence) {
        int form = region.getInt(offset + FORM_OFFSET);
        int skip = (form & TAGGED) != 0 ? Long.BYTES : 0;
        Parcel parcel = Parcel.ofThread();
        if ((form & SPILLED) != 0) {
            byte[] bytes = readSpilled(sequence, region.getInt(offset + PAYLOAD_OFFSET + skip));
            return parcel.set(bytes, bytes.length, form & (BYTES | LATIN1));
        }
        int length = region.getInt(offset + LENGTH_OFFSET) - skip;
        byte[] bytes = (form & BYTES) != 0 ? new byte[length] : parcel.buffer(length);
        region.getBytes(offset + PAYLOAD_OFFSET + skip, bytes, length);
        return parcel.set(bytes, length, form & (BYTES | LATIN1));
    }

    private byte[] readSpilled(long sequence, int length) {
        try {
            return spills.read(sequence, length);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot read the file of a large item, sequence=" + sequence, e);
        }
    }

    static boolean isSpilled(MappedRegion region, int offset) {
        return (region.getInt(offset + FORM_OFFSET) & SPILLED) != 0;
    }

    /** Whether the record was tagged with that number. */
    static boolean hasTag(MappedRegion region, int offset, long tag) {
        return (region.getInt(offset + FORM_OFFSET) & TAGGED) != 0 && region.getLong(offset + PAYLOAD_OFFSET) == tag;
    }
}
