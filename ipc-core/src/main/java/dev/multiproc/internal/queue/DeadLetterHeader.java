package dev.multiproc.internal.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.engine.ReturnReason;
import dev.multiproc.queue.DeadLetterCause;
import java.util.Arrays;

/**
 * The header at the beginning of a dead letter's payload.
 *
 * <pre>
 *  0               8       12      16      20      24              32              40
 *  +---------------+-------+-------+-------+-------+---------------+---------------+----------------+
 *  | item          |length |begin  |deliv. |cause  | time          | put           | reason, UTF-8  |
 *  +---------------+-------+-------+-------+-------+---------------+---------------+----------------+
 *
 *  item     its sequence number in the original queue; a sweeper uses it to see whether a dead process had already moved the item
 *  length   of this header, in bytes
 *  begin    where the reason begins; a later version may insert fields before it. At 24 in the first version, which had
 *           neither cause nor times
 *  time     when it became a dead letter, in milliseconds since 1970
 *  put      when it was put into the original queue; 0 if that is not known
 * </pre>
 *
 * @param item its sequence number in the original queue
 * @param deliveries how often it was delivered there
 * @param reason why its last delivery was not finished
 * @param millis when it became a dead letter; 0 if that is not known
 * @param putMillis when it was put into the original queue; 0 if that is not known
 */
record DeadLetterHeader(long item, int deliveries, ReturnReason reason, long millis, long putMillis) {
    private static final int ITEM_OFFSET = 0;
    private static final int LENGTH_OFFSET = ITEM_OFFSET + Long.BYTES;
    private static final int BEGIN_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int DELIVERIES_OFFSET = BEGIN_OFFSET + Integer.BYTES;
    private static final int CAUSE_OFFSET = DELIVERIES_OFFSET + Integer.BYTES;
    private static final int MILLIS_OFFSET = CAUSE_OFFSET + Integer.BYTES;
    private static final int PUT_MILLIS_OFFSET = MILLIS_OFFSET + Long.BYTES;
    private static final int REASON_OFFSET = PUT_MILLIS_OFFSET + Long.BYTES;
    /** The length of the first version's header without a reason: it ended before the time. */
    static final int LEAST_LENGTH = MILLIS_OFFSET;

    // The causes, in files.
    private static final int DIED = 1;
    private static final int UNREADABLE = 2;
    private static final int REJECTED = 3;
    private static final int GIVEN_BACK = 4;
    private static final int CLOSED = 5;
    private static final int LEASE_ENDED = 6;
    private static final int BY_HAND = 7;
    private static final int NOT_KNOWN = 0;

    private static final int MAX_REASON_BYTES = 1_000;

    /** The header of an item that a user put into the dead-letter queue directly. */
    static DeadLetterHeader byHand(long item) {
        return new DeadLetterHeader(
                item, 0, new ReturnReason(DeadLetterCause.PUT_BY_HAND, "it was put among the dead letters"), 0, 0);
    }

    private static int number(DeadLetterCause cause) {
        return switch (cause) {
            case CONSUMER_DIED -> DIED;
            case UNREADABLE -> UNREADABLE;
            case REJECTED -> REJECTED;
            case GIVEN_BACK -> GIVEN_BACK;
            case QUEUE_CLOSED -> CLOSED;
            case LEASE_ENDED -> LEASE_ENDED;
            case PUT_BY_HAND -> BY_HAND;
            case UNKNOWN -> NOT_KNOWN;
        };
    }

    private static DeadLetterCause cause(int number) {
        return switch (number) {
            case DIED -> DeadLetterCause.CONSUMER_DIED;
            case UNREADABLE -> DeadLetterCause.UNREADABLE;
            case REJECTED -> DeadLetterCause.REJECTED;
            case GIVEN_BACK -> DeadLetterCause.GIVEN_BACK;
            case CLOSED -> DeadLetterCause.QUEUE_CLOSED;
            case LEASE_ENDED -> DeadLetterCause.LEASE_ENDED;
            case BY_HAND -> DeadLetterCause.PUT_BY_HAND;
            default -> DeadLetterCause.UNKNOWN;
        };
    }

    private byte[] reasonBytes() {
        byte[] bytes = reason.text().getBytes(UTF_8);
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
        region.setInt(at + CAUSE_OFFSET, number(reason.cause()));
        region.setLong(at + MILLIS_OFFSET, millis);
        region.setLong(at + PUT_MILLIS_OFFSET, putMillis);
        region.putBytes(at + REASON_OFFSET, bytes);
    }

    /** The length of the header at {@code at}; -1 if no valid header ends before {@code end}. */
    static int length(MappedRegion region, int at, int end) {
        if (end - at < LEAST_LENGTH) {
            return -1;
        }
        int length = region.getInt(at + LENGTH_OFFSET);
        int begin = region.getInt(at + BEGIN_OFFSET);
        return length <= end - at && begin >= LEAST_LENGTH && begin <= length ? length : -1;
    }

    static long item(MappedRegion region, int at) {
        return region.getLong(at + ITEM_OFFSET);
    }

    /** Reads a header of the length that {@link #length} returned. */
    static DeadLetterHeader read(MappedRegion region, int at, int length) {
        int begin = region.getInt(at + BEGIN_OFFSET);
        byte[] bytes = region.getBytes(at + begin, Math.max(0, length - begin));
        boolean isFirstVersion = begin < REASON_OFFSET;
        DeadLetterCause cause = cause(isFirstVersion ? NOT_KNOWN : region.getInt(at + CAUSE_OFFSET));
        return new DeadLetterHeader(
                item(region, at),
                region.getInt(at + DELIVERIES_OFFSET),
                new ReturnReason(cause, new String(bytes, UTF_8)),
                isFirstVersion ? 0 : region.getLong(at + MILLIS_OFFSET),
                isFirstVersion ? 0 : region.getLong(at + PUT_MILLIS_OFFSET));
    }
}
