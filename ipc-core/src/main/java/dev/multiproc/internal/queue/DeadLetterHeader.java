package dev.multiproc.internal.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.multiproc.internal.control.MappedRegion;
import java.util.Arrays;

/**
 * What a dead letter says of itself, at the begin of its payload.
 *
 * <pre>
 *  0               8       12      16      20      24
 *  +---------------+-------+-------+-------+-------+----------------+
 *  | item          |length |begin  |deliv. | pad   | reason, UTF-8  |
 *  +---------------+-------+-------+-------+-------+----------------+
 *
 *  item     its number in the queue it comes from: by it a sweeper finds what a dead one has buried already
 *  length   of all this, in bytes
 *  begin    where the reason begins: who writes more than this version puts it before
 * </pre>
 *
 * @param item its number in the queue it comes from
 * @param deliveries how often it was handed out there
 * @param reason why its last delivery was not finished
 */
record DeadLetterHeader(long item, int deliveries, String reason) {
    private static final int ITEM_OFFSET = 0;
    private static final int LENGTH_OFFSET = ITEM_OFFSET + Long.BYTES;
    private static final int BEGIN_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int DELIVERIES_OFFSET = BEGIN_OFFSET + Integer.BYTES;
    private static final int REASON_OFFSET = DELIVERIES_OFFSET + 2 * Integer.BYTES;
    /** The shortest there is. */
    static final int LEAST_LENGTH = REASON_OFFSET;

    private static final int MAX_REASON_BYTES = 1_000;

    static final String GIVEN_BACK = "its consumer gave it back";
    static final String CLOSED = "its consumer closed the queue";
    static final String DIED = "its consumer died";

    /** For one that somebody put among the dead letters himself. */
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

    /** How long the one is that stands there; -1 if none can that ends before a place. */
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

    /** Reads one of a length that {@link #length} gave. */
    static DeadLetterHeader read(MappedRegion region, int at, int length) {
        int begin = region.getInt(at + BEGIN_OFFSET);
        byte[] bytes = region.getBytes(at + begin, Math.max(0, length - begin));
        return new DeadLetterHeader(item(region, at), region.getInt(at + DELIVERIES_OFFSET), new String(bytes, UTF_8));
    }
}
