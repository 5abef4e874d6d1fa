package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.BYTES;
import static dev.multiproc.internal.queue.RecordDescriptor.CHECKED;
import static dev.multiproc.internal.queue.RecordDescriptor.DAMAGED;
import static dev.multiproc.internal.queue.RecordDescriptor.FORM_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.LATIN1;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.LETTER;
import static dev.multiproc.internal.queue.RecordDescriptor.PAYLOAD_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.SPILLED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.zip.CRC32C;

/**
 * Turns items into what records carry, and back. Byte arrays and strings of one byte a character go as they are, without the
 * codec, if it is the default one: nothing is allocated for them but the item that is taken.
 */
final class Payload {
    private final Codec codec;
    private final boolean isQuick;
    private final boolean isChecked;
    private final SpillFiles spills;

    /**
     * For one queue.
     *
     * @param isChecked whether items get a checksum: in sessions that outlive the machine's memory
     */
    Payload(Codec codec, boolean isChecked, SpillFiles spills) {
        this.codec = codec;
        this.isQuick = codec instanceof DefaultCodec;
        this.isChecked = isChecked;
        this.spills = spills;
    }

    /**
     * Whether {@link #pack} runs no code of the user's for that item, and cannot fail.
     *
     * @throws IllegalArgumentException if it is too long
     */
    boolean isQuick(Object item) {
        if (item instanceof byte[] bytes) {
            checkLength(item, bytes.length);
            return isQuick;
        }
        if (item instanceof String text) {
            checkLength(item, text.length());
            return isQuick && isLatin1(text);
        }
        return false;
    }

    /** Packs an item into this thread's parcel. */
    EncodedItem pack(Object item) {
        if (isQuick(item)) {
            return packQuick(item);
        }
        byte[] encoded = encode(item);
        return EncodedItem.ofThread().set(encoded, encoded.length, 0);
    }

    /** Has the codec encode an item. */
    byte[] encode(Object item) {
        byte[] encoded = codec.encode(item);
        checkLength(item, encoded.length);
        return encoded;
    }

    private static void checkLength(Object item, int length) {
        if (length > Codec.MAX_BYTES) {
            throw new IllegalArgumentException("an item of " + length + " bytes is longer than the limit of "
                    + Codec.MAX_BYTES
                    + " bytes (256 MiB): send it in parts, or put it into a file and send its name, type="
                    + item.getClass().getTypeName());
        }
    }

    /** The same for one that {@link #isQuick} has been asked about. */
    EncodedItem packQuick(Object item) {
        EncodedItem parcel = EncodedItem.ofThread();
        if (item instanceof byte[] bytes) {
            return parcel.set(bytes, bytes.length, BYTES);
        }
        String text = (String) item;
        int length = text.length();
        byte[] buffer = parcel.buffer(length);
        copyLatin1(text, buffer);
        return parcel.set(buffer, length, LATIN1);
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
    Object unpack(EncodedItem parcel) {
        return switch (parcel.form()) {
            case BYTES -> parcel.bytes();
            case LATIN1 -> new String(parcel.bytes(), 0, parcel.length(), ISO_8859_1);
            case 0 -> parcel.read(codec);
            default -> throw new CodecException("the item's bytes are damaged or lost", "damaged bytes", null);
        };
    }

    /** How long the payload of a record is that carries a parcel, and a letter or null. */
    int length(EncodedItem parcel, boolean isSpilled, DeadLetterHeader letter) {
        return (isSpilled ? Integer.BYTES : parcel.length())
                + (letter == null ? 0 : letter.length())
                + (isChecked ? Integer.BYTES : 0);
    }

    /** Writes all of a record but its word; see {@link RecordDescriptor}. */
    void write(EncodedItem parcel, boolean isSpilled, DeadLetterHeader letter, MappedRegion region, int offset) {
        int form =
                parcel.form() | (isSpilled ? SPILLED : 0) | (letter == null ? 0 : LETTER) | (isChecked ? CHECKED : 0);
        region.setInt(offset + LENGTH_OFFSET, length(parcel, isSpilled, letter));
        region.setInt(offset + FORM_OFFSET, form);
        int at = offset + PAYLOAD_OFFSET;
        if (letter != null) {
            letter.write(region, at);
            at += letter.length();
        }
        if (isSpilled) {
            region.setInt(at, parcel.length());
            at += Integer.BYTES;
        } else {
            region.putBytes(at, parcel.bytes(), 0, parcel.length());
            at += parcel.length();
        }
        if (isChecked) {
            region.setInt(at, checksum(parcel.bytes(), parcel.length()));
        }
    }

    /** Copies what a record carries into this thread's parcel. */
    EncodedItem read(MappedRegion region, int offset, long sequence) {
        int form = region.getInt(offset + FORM_OFFSET);
        int begin = offset + PAYLOAD_OFFSET;
        int end = begin + region.getInt(offset + LENGTH_OFFSET) - ((form & CHECKED) != 0 ? Integer.BYTES : 0);
        int at = begin + ((form & LETTER) != 0 ? Math.max(0, DeadLetterHeader.length(region, begin, end)) : 0);
        int itemsForm = form & (BYTES | LATIN1 | DAMAGED);
        EncodedItem parcel = EncodedItem.ofThread();
        if ((form & SPILLED) != 0) {
            readSpilled(sequence, region.getInt(at), itemsForm, parcel);
        } else {
            int length = Math.max(0, end - at);
            byte[] bytes = (form & BYTES) != 0 ? new byte[length] : parcel.buffer(length);
            region.getBytes(at, bytes, length);
            parcel.set(bytes, length, itemsForm);
        }
        boolean isDamaged = (form & CHECKED) != 0 && region.getInt(end) != checksum(parcel.bytes(), parcel.length());
        return isDamaged ? parcel.setDamaged() : parcel;
    }

    /** What the record says that is a dead letter, and has that number. */
    static DeadLetterHeader letter(MappedRegion region, int offset, long sequence) {
        int begin = offset + PAYLOAD_OFFSET;
        int length = (region.getInt(offset + FORM_OFFSET) & LETTER) == 0
                ? -1
                : DeadLetterHeader.length(region, begin, begin + region.getInt(offset + LENGTH_OFFSET));
        return length < 0 ? DeadLetterHeader.byHand(sequence) : DeadLetterHeader.read(region, begin, length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private void readSpilled(long sequence, int length, int form, EncodedItem parcel) {
        try {
            byte[] bytes = spills.read(sequence, length);
            parcel.set(bytes, bytes.length, form);
        } catch (NoSuchFileException | EOFException e) {
            Journal.warn(Payload.class, "the file of a large item is damaged or lost, item=" + sequence, e);
            parcel.setLost();
        } catch (IOException e) {
            throw new MultiprocessingException("cannot read the file of a large item, item=" + sequence, e);
        }
    }

    static boolean isSpilled(MappedRegion region, int offset) {
        return (region.getInt(offset + FORM_OFFSET) & SPILLED) != 0;
    }

    /** Whether the record is the dead letter of the item that had that number in its queue. */
    static boolean isLetterOf(MappedRegion region, int offset, long item) {
        return (region.getInt(offset + FORM_OFFSET) & LETTER) != 0
                && DeadLetterHeader.item(region, offset + PAYLOAD_OFFSET) == item;
    }
}
