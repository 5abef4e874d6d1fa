package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.BYTES;
import static dev.multiproc.internal.queue.RecordDescriptor.CHECKED;
import static dev.multiproc.internal.queue.RecordDescriptor.DAMAGED;
import static dev.multiproc.internal.queue.RecordDescriptor.DEAD_LETTER;
import static dev.multiproc.internal.queue.RecordDescriptor.FORM_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.LATIN1;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.PAYLOAD_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.SPILLED;
import static dev.multiproc.internal.queue.RecordDescriptor.TIMED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.multiproc.codec.Codec;
import dev.multiproc.codec.CodecException;
import dev.multiproc.codec.DefaultCodec;
import dev.multiproc.internal.control.CoarseClock;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.zip.CRC32C;

/**
 * Encodes items for records and decodes them. With the default codec, byte arrays and Latin-1 strings bypass the codec:
 * for them nothing is allocated except the item that is taken.
 */
final class Payload {
    /** The most bytes of an item that is taken in one step, while the consumers of the process wait. */
    static final int MAX_QUICK_LENGTH = 4096;

    private final Codec codec;
    private final boolean isQuick;
    private final boolean isChecked;
    private final boolean isTimed;
    private final SpillFiles spills;

    /**
     * The payload format of one queue.
     *
     * @param isTimed whether records have a due time; used in joinable queues
     * @param isChecked whether items get a checksum; used in durable sessions, which may outlive a machine crash
     */
    Payload(Codec codec, boolean isTimed, boolean isChecked, SpillFiles spills) {
        this.codec = codec;
        this.isQuick = codec instanceof DefaultCodec;
        this.isTimed = isTimed;
        this.isChecked = isChecked;
        this.spills = spills;
    }

    /**
     * Whether {@link #pack} handles this item without calling user code and cannot fail.
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

    /** Encodes an item into this thread's {@link EncodedItem}. */
    EncodedItem pack(Object item) {
        if (isQuick(item)) {
            return packQuick(item);
        }
        byte[] encoded = encode(item);
        return EncodedItem.ofThread().set(encoded, encoded.length, 0);
    }

    /** Encodes an item with the codec. */
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

    /** As {@link #pack}, for an item for which {@link #isQuick} returned true. */
    EncodedItem packQuick(Object item) {
        if (item instanceof byte[] bytes) {
            return EncodedItem.ofBytes(bytes);
        }
        EncodedItem encoded = EncodedItem.ofThread();
        String text = (String) item;
        int length = text.length();
        byte[] buffer = encoded.buffer(length);
        copyLatin1(text, buffer);
        return encoded.set(buffer, length, LATIN1);
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

    @SuppressWarnings("deprecation") // Drops high bytes, which are 0 here; no other method copies to a position
    private static void copyLatin1(String text, byte[] target) {
        text.getBytes(0, text.length(), target, 0);
    }

    /** Decodes an item. Throws as {@link Codec#decode}. */
    Object unpack(EncodedItem encoded) {
        return switch (encoded.form()) {
            case BYTES -> encoded.bytes();
            case LATIN1 -> new String(encoded.bytes(), 0, encoded.length(), ISO_8859_1);
            case 0 -> encoded.read(codec);
            default -> throw new CodecException("the item's bytes are damaged or lost", "damaged bytes", null);
        };
    }

    /**
     * The length in bytes of a record's payload.
     *
     * @param header null if the item is no dead letter
     */
    int length(EncodedItem encoded, boolean isSpilled, DeadLetterHeader header) {
        return (isSpilled ? Integer.BYTES : encoded.length())
                + (header == null ? 0 : header.length())
                + (isTimed ? Long.BYTES : 0)
                + (isChecked ? Integer.BYTES : 0);
    }

    /** Writes a record except its state word; see {@link RecordDescriptor}. */
    void write(EncodedItem encoded, boolean isSpilled, DeadLetterHeader header, MappedRegion region, int offset) {
        int form = encoded.form()
                | (isSpilled ? SPILLED : 0)
                | (header == null ? 0 : DEAD_LETTER)
                | (isTimed ? TIMED : 0)
                | (isChecked ? CHECKED : 0);
        RecordDescriptor.describe(
                region, offset, length(encoded, isSpilled, header), RecordDescriptor.putAt(form, CoarseClock.second()));
        int at = offset + PAYLOAD_OFFSET;
        if (isTimed) {
            region.setLong(at, 0);
            at += Long.BYTES;
        }
        if (header != null) {
            header.write(region, at);
            at += header.length();
        }
        if (isSpilled) {
            region.setInt(at, encoded.length());
            at += Integer.BYTES;
        } else {
            region.putBytes(at, encoded.bytes(), 0, encoded.length());
            at += encoded.length();
        }
        if (isChecked) {
            region.setInt(at, checksum(encoded.bytes(), encoded.length()));
        }
    }

    /**
     * Reads an item that nobody has claimed, if it is small and needs neither codec nor checks. What was read is valid if the
     * record's word is still the same afterwards.
     *
     * @param description the record's, as read before
     * @return null if it is no such item
     */
    Object readQuick(Cursor cursor, long description, byte[] scratch) {
        MappedRegion region = cursor.region();
        int offset = cursor.offset();
        int length = RecordDescriptor.length(description);
        int form = RecordDescriptor.bits(RecordDescriptor.form(description));
        if (!isQuick
                || form != BYTES && form != LATIN1
                || length < 0
                || length > Math.min(MAX_QUICK_LENGTH, cursor.room())) {
            return null;
        }
        byte[] bytes = form == BYTES ? new byte[length] : scratch;
        region.getBytes(offset + PAYLOAD_OFFSET, bytes, length);
        return form == BYTES ? bytes : new String(bytes, 0, length, ISO_8859_1);
    }

    /** Copies the item of a record, into this thread's {@link EncodedItem} unless it is an array of its own anyhow. */
    EncodedItem read(MappedRegion region, int offset, long sequence) {
        long description = RecordDescriptor.description(region, offset);
        int form = RecordDescriptor.form(description);
        int begin = offset + PAYLOAD_OFFSET + RecordDescriptor.timeLength(form);
        int end = offset
                + PAYLOAD_OFFSET
                + RecordDescriptor.length(description)
                - ((form & CHECKED) != 0 ? Integer.BYTES : 0);
        int at = begin + ((form & DEAD_LETTER) != 0 ? Math.max(0, DeadLetterHeader.length(region, begin, end)) : 0);
        int itemsForm = form & (BYTES | LATIN1 | DAMAGED);
        EncodedItem encoded = (form & BYTES) != 0 ? new EncodedItem() : EncodedItem.ofThread();
        if ((form & SPILLED) != 0) {
            readSpilled(sequence, region.getInt(at), itemsForm, encoded);
        } else {
            int length = Math.max(0, end - at);
            byte[] bytes = (form & BYTES) != 0 ? new byte[length] : encoded.buffer(length);
            region.getBytes(at, bytes, length);
            encoded.set(bytes, length, itemsForm);
        }
        boolean isDamaged = (form & CHECKED) != 0 && region.getInt(end) != checksum(encoded.bytes(), encoded.length());
        return isDamaged ? encoded.setDamaged() : encoded;
    }

    /** The header of a record in a dead-letter queue; a substitute if a user put the item there directly. */
    static DeadLetterHeader header(MappedRegion region, int offset, long sequence) {
        int form = region.getInt(offset + FORM_OFFSET);
        int begin = offset + PAYLOAD_OFFSET + RecordDescriptor.timeLength(form);
        int end = offset + PAYLOAD_OFFSET + region.getInt(offset + LENGTH_OFFSET);
        int length = (form & DEAD_LETTER) == 0 ? -1 : DeadLetterHeader.length(region, begin, end);
        return length < 0 ? DeadLetterHeader.byHand(sequence) : DeadLetterHeader.read(region, begin, length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private void readSpilled(long sequence, int length, int form, EncodedItem encoded) {
        try {
            byte[] bytes = spills.read(sequence, length);
            encoded.set(bytes, bytes.length, form);
        } catch (NoSuchFileException | EOFException e) {
            Journal.warn(Payload.class, "the file of a large item is damaged or lost, item=" + sequence, e);
            encoded.setLost();
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the file of a large item, item=" + sequence, spills.directory(), e);
        }
    }

    /** When the item was put, in milliseconds since 1970; 0 if that is not known. */
    static long putMillis(MappedRegion region, int offset, long nowMillis) {
        return RecordDescriptor.putMillis(region.getInt(offset + FORM_OFFSET), nowMillis);
    }

    static boolean isSpilled(MappedRegion region, int offset) {
        return isSpilled(RecordDescriptor.description(region, offset));
    }

    static boolean isSpilled(long description) {
        return (RecordDescriptor.form(description) & SPILLED) != 0;
    }

    /** The length of an item that is in a file of its own, and whose record is no dead letter. */
    static int spilledLength(MappedRegion region, int offset) {
        return region.getInt(
                offset + PAYLOAD_OFFSET + RecordDescriptor.timeLength(region.getInt(offset + FORM_OFFSET)));
    }

    /** Whether the record is the dead letter of the item with this sequence number in the original queue. */
    static boolean isDeadLetterOf(MappedRegion region, int offset, long item) {
        int form = region.getInt(offset + FORM_OFFSET);
        return (form & DEAD_LETTER) != 0
                && DeadLetterHeader.item(region, offset + PAYLOAD_OFFSET + RecordDescriptor.timeLength(form)) == item;
    }
}
