package dev.multiproc.internal.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.multiproc.internal.control.MappedRegion;
import java.util.Arrays;

/**
 * The header at the beginning of a dead letter's payload.
 *
 * <pre>
 *  0               8       12      16      20      24
 *  +---------------+-------+-------+-------+-------+----------------+
 *  | item          |length |begin  |deliv. | pad   | reason, UTF-8  |
 *  +---------------+-------+-------+-------+-------+----------------+
 *
 *  item     its sequence number in the original queue; a sweeper uses it to see whether a dead process had already moved the item
 *  length   of this header, in bytes
 *  begin    where the reason begins; a later version may insert fields before it
 * </pre>
 *
 * @param item its sequence number in the original queue
 * @param deliveries how often it was delivered there
 * @param reason why its last delivery was not finished
 */
record DeadLetterHeader(long item, int deliveries, String reason) {
    private static final int ITEM_OFFSET = 0;
    private static final int LENGTH_OFFSET = ITEM_OFFSET + Long.BYTES;
    private static final int BEGIN_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int DELIVERIES_OFFSET = BEGIN_OFFSET + Integer.BYTES;
    private static final int REASON_OFFSET = DELIVERIES_OFFSET + 2 * Integer.BYTES;
    /** The length of a header without a reason. */
    static final int LEAST_LENGTH = REASON_OFFSET;

    private static final int MAX_REASON_BYTES = 1_000;

    /** The header of an item that a user put into the dead-letter queue directly. */
    static DeadLetterHeader byHand(long item) {
        return new DeadLetterHeader(item, 0, "it was put among the dead letters");
    }

    private byte[] reasonBytes() {
        byte[] bytes = reason.getBytes(UTF_8);
        if (bytes.length <= MAX_REASON_BYTES) {
            return bytes;
        }
        int end = MAX_REASON_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    int length() {
        return REASON_OFFSET + reasonBytes().length;
    }

    void write(MappedRegion region, int at) {
        byte[] bytes = reasonBytes();
        region.setLong(at + ITEM_OFFSET, item);
        region.setInt(at + LENGTH_OFFSET, REASON_OFFSET + bytes.length);
        region.setInt(at + BEGIN_OFFSET, REASON_OFFSET);
        region.setInt(at + DELIVERIES_OFFSET, deliveries);
        region.putBytes(at + REASON_OFFSET, bytes);
    }

    /** The length of the header at {@code at}; -1 if no valid header ends before {@code end}. */
    static int length(MappedRegion region, int at, int end) {
        if (end - at < LEAST_LENGTH) {
            return -1;
        }
        int length = region.getInt(at + LENGTH_OFFSET);
        int begin = region.getInt(at + BEGIN_OFFSET);
        return length <= end - at && begin >= REASON_OFFSET && begin <= length ? length : -1;
    }

    static long item(MappedRegion region, int at) {
        return region.getLong(at + ITEM_OFFSET);
    }

    /** Reads a header of the length that {@link #length} returned. */
    static DeadLetterHeader read(MappedRegion region, int at, int length) {
        int begin = region.getInt(at + BEGIN_OFFSET);
        byte[] bytes = region.getBytes(at + begin, Math.max(0, length - begin));
        return new DeadLetterHeader(item(region, at), region.getInt(at + DELIVERIES_OFFSET), new String(bytes, UTF_8));
    }
}
