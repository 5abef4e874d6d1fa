package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import java.nio.ByteOrder;

/**
 * The layout of an item's record in a page. One state word is the single source of truth about the item.
 *
 * <pre>
 *  0               8       12      16
 *  +---------------+-------+-------+-----------------+-----+
 *  | word          |length | form  | payload         | pad |   begins on a multiple of 8
 *  +---------------+-------+-------+-----------------+-----+
 *
 *  A record of a joinable queue is TIMED: the first 8 bytes of its payload are its due time.
 *
 *  form, in bits
 *  31                               8 7          0
 *  +---------------------------------+------------+
 *  | when it was put                 | the bits   |    when: 1 + seconds since 1970, modulo 2^24 - 1 (194 days); 0 unknown
 *  +---------------------------------+------------+
 *
 *  word, in bits
 *  63                                24 23         11 10       3 2     0
 *  +-----------------------------------+-------------+----------+-------+
 *  | sequence number, its last 40 bits | owner's slot| deliv-   | state |
 *  |                                   |             | eries    |       |
 *  +-----------------------------------+-------------+----------+-------+
 *
 *  UNPUBLISHED -> READY           producer, under the append lock, release: the item is in the queue
 *  UNPUBLISHED -> END             producer: the rest of the page is unused, continue in the next page
 *  READY       -> CLAIMED(me, 1)  consumer, compare-and-set: exactly one succeeds
 *  READY       -> DONE(me, 1)     consumer of a plain queue, compare-and-set: it has read the item before
 *  RETURNED    -> CLAIMED(me, n+1)
 *  CLAIMED(me) -> DONE            the owner: finished
 *  CLAIMED     -> RETURNED        the owner gives it back, or the sweeper of the dead owner
 *  CLAIMED(me) -> MOVING(me)      at the delivery limit: on its way to the dead letters, then DONE
 *  CLAIMED     -> LOST            sweeper, if the queue's option is to fail its joins
 *  CLAIMED(me) -> MOVING(*me)     on its way to another queue, then DONE; see {@link Forwarding}. The owner's slot is marked, so
 *                                 that the sweeper of the dead owner does not take the record for one of its own
 *  MOVING(*me) -> CLAIMED(me)     whoever settles the intention, if the owner died before it published the result
 *
 *  field   | written by | order                | if the writer dies here
 *  length, form, payload | producer | plain    | never seen: the word is still 0; the next producer overwrites it
 *          |            |                      | and zeroes the word after its own record before it publishes
 *  word    | as above   | release, compare-and-set | each step is atomic
 *  due time| see below  | plain, raised by claimers| see below
 * </pre>
 *
 * <p>The due time is on the clock of {@link System#nanoTime()}, which all processes of one run of the machine share. Of a
 * record that is RETURNED it is the time before which the item is not delivered, 0 or past if there is none. In a queue
 * with a lease it is the lease's end of a record that is CLAIMED. The claimer raises it, and never lowers it, before it
 * claims the record: so whoever sees the claim sees its end, even if the claimer is stopped or killed at once; and a
 * claimer that was stopped before it claims can prolong the lease of another, or delay an item, by one lease at most, but
 * cannot end it too early. All other changes are made under the return lock. In a queue with a lease CLAIMED(me) becomes
 * DONE by compare-and-set, since the lease may have ended meanwhile, and a file is not used again: such a late claimer, or
 * a late owner, may write into a file whose records are all done.
 *
 * <p>Sequence numbers have 63 bits. A word holds the last 40 of them, enough to distinguish all records that exist at
 * the same time. A scan knows the full number from the page.
 *
 * <p>An item is READY only once: an item that was given back is RETURNED. So the records of a queue are a run that is
 * not READY followed by a run that is READY, and a scan can always find the boundary again.
 */
final class RecordDescriptor {
    static final int WORD_OFFSET = 0;
    static final int LENGTH_OFFSET = WORD_OFFSET + Long.BYTES;
    static final int FORM_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int PAYLOAD_OFFSET = FORM_OFFSET + Integer.BYTES;
    static final int HEAD_LENGTH = PAYLOAD_OFFSET;
    /** Of a record whose form says that it is {@link #TIMED}. */
    static final int DUE_OFFSET = PAYLOAD_OFFSET;

    static final int UNPUBLISHED = 0;
    static final int READY = 1;
    static final int CLAIMED = 2;
    static final int RETURNED = 3;
    static final int DONE = 4;
    static final int MOVING = 5;
    static final int LOST = 6;
    static final int END = 7;

    /**
     * A bit of the form: the item is in a file of its own and the payload holds its length in bytes. Otherwise the item
     * is in the payload.
     */
    static final int SPILLED = 1;
    /** A bit of the form: the payload begins with a {@link DeadLetterHeader}. */
    static final int DEAD_LETTER = 2;
    /** A bit of the form: the item is a byte array, stored as it is without the codec. */
    static final int BYTES = 4;
    /** A bit of the form: the item is a string, stored as one byte per character without the codec. */
    static final int LATIN1 = 8;
    /** A bit of the form: the payload ends with a 4-byte checksum of the item. */
    static final int CHECKED = 16;

    /** A bit of the form: the item's bytes were already damaged or lost when this record was written. */
    static final int DAMAGED = 32;

    /** A bit of the form: the payload begins with the record's due time. */
    static final int TIMED = 128;

    private static final int ALL_FORMS = SPILLED | DEAD_LETTER | BYTES | LATIN1 | CHECKED | DAMAGED | TIMED;

    private static final int PUT_TIME_SHIFT = 8;
    private static final long PUT_TIME_PERIOD = (1L << Integer.SIZE - PUT_TIME_SHIFT) - 1;
    private static final long MILLIS = 1_000;
    private static final long DAY = 24 * 3_600;

    /** A longer item gets a file of its own, so that a page can hold at least one item of any other size. */
    static final int MAX_INLINE_LENGTH = 60 * 1024;

    private static final int DELIVERIES_SHIFT = 3;
    private static final int SLOT_SHIFT = 11;
    private static final int SEQUENCE_SHIFT = 24;
    private static final long DELIVERIES_MASK = 0xff;
    private static final long SLOT_MASK = 0x1fff;
    /** Marks the slot of an owner that forwards the item. */
    private static final long FORWARDED = 1L << SLOT_SHIFT + 12;

    private static final long SEQUENCE_MASK = -1L << SEQUENCE_SHIFT;

    /** Whether the lower half of a long is its first half in memory. */
    private static final boolean IS_LOW_FIRST = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private RecordDescriptor() {}

    /** A record's payload length and form, in one read. */
    static long description(MappedRegion region, int offset) {
        return region.getLong(offset + LENGTH_OFFSET);
    }

    /** Writes both, in one write. */
    static void describe(MappedRegion region, int offset, int length, int form) {
        long first = Integer.toUnsignedLong(IS_LOW_FIRST ? length : form);
        long second = IS_LOW_FIRST ? form : length;
        region.setLong(offset + LENGTH_OFFSET, second << Integer.SIZE | first);
    }

    static int length(long description) {
        return (int) (IS_LOW_FIRST ? description : description >>> Integer.SIZE);
    }

    static int form(long description) {
        return (int) (IS_LOW_FIRST ? description >>> Integer.SIZE : description);
    }

    /** Whether a record has a valid form and a payload length that suits the form and ends before {@code end}. */
    static boolean isWhole(MappedRegion region, int offset, int end) {
        int length = region.getInt(offset + LENGTH_OFFSET);
        int form = region.getInt(offset + FORM_OFFSET);
        int begin = offset + PAYLOAD_OFFSET + timeLength(form);
        int header = (form & DEAD_LETTER) == 0
                ? 0
                : DeadLetterHeader.length(region, begin, Math.min(end, begin + length - timeLength(form)));
        int least = timeLength(form)
                + header
                + ((form & SPILLED) != 0 ? Integer.BYTES : 0)
                + ((form & CHECKED) != 0 ? Integer.BYTES : 0);
        return (bits(form) & ~ALL_FORMS) == 0
                && (form & (BYTES | LATIN1)) != (BYTES | LATIN1)
                && header >= 0
                && length >= least
                && length <= end - offset - HEAD_LENGTH;
    }

    /** A form's bits, without the time of the put. */
    static int bits(int form) {
        return form & (1 << PUT_TIME_SHIFT) - 1;
    }

    /** A form with the time of a put. */
    static int putAt(int form, long second) {
        return form | (int) (second % PUT_TIME_PERIOD + 1) << PUT_TIME_SHIFT;
    }

    /**
     * When a record was put, in milliseconds since 1970; 0 if that is not known. Right to the second if it was within 194 days before
     * {@code nowMillis}, or up to a day after, since a machine's clock may be set back.
     */
    static long putMillis(int form, long nowMillis) {
        long time = (form >>> PUT_TIME_SHIFT) - 1L;
        long now = nowMillis / MILLIS;
        return time < 0 ? 0 : (now + DAY - Math.floorMod(now + DAY - time, PUT_TIME_PERIOD)) * MILLIS;
    }

    /** How many bytes the due time takes at the beginning of a payload of this form. */
    static int timeLength(int form) {
        return (form & TIMED) != 0 ? Long.BYTES : 0;
    }

    static boolean isTimed(MappedRegion region, int offset) {
        return (region.getInt(offset + FORM_OFFSET) & TIMED) != 0;
    }

    /** A record's due time; 0 if it has none. */
    static long due(MappedRegion region, int offset) {
        return isTimed(region, offset) ? region.getLongVolatile(offset + DUE_OFFSET) : 0;
    }

    /** Sets the due time of a record, if it has room for one: those of an older version have not. */
    static void setDue(MappedRegion region, int offset, long timeNanos) {
        if (isTimed(region, offset)) {
            region.setLongVolatile(offset + DUE_OFFSET, timeNanos);
        }
    }

    static int recordLength(int payloadLength) {
        return HEAD_LENGTH + payloadLength + 7 & -8;
    }

    static long ready(long sequence) {
        return sequence << SEQUENCE_SHIFT | READY;
    }

    static long end(long sequence) {
        return sequence << SEQUENCE_SHIFT | END;
    }

    static int state(long word) {
        return (int) (word & 7);
    }

    /** Whether a published record is not READY any more. */
    static boolean isTaken(long word) {
        int state = state(word);
        return state != UNPUBLISHED && state != READY && state != END;
    }

    static int deliveries(long word) {
        return (int) (word >>> DELIVERIES_SHIFT & DELIVERIES_MASK);
    }

    static int slot(long word) {
        return (int) (word >>> SLOT_SHIFT & SLOT_MASK);
    }

    /**
     * The full sequence number of a word: the number with its 40 bits that is nearest to {@code near}, a number of the
     * same queue at about the same time.
     */
    static long sequence(long word, long near) {
        return near + ((word >>> SEQUENCE_SHIFT) - near << SEQUENCE_SHIFT >> SEQUENCE_SHIFT);
    }

    /** The word after a claim by a slot, with one more delivery. */
    static long claimed(long word, int slot) {
        long deliveries = Math.min(deliveries(word) + 1L, DELIVERIES_MASK);
        return word & SEQUENCE_MASK | (long) slot << SLOT_SHIFT | deliveries << DELIVERIES_SHIFT | CLAIMED;
    }

    /** The word of a claimed record that a process moves to the dead letters in the place of its owner. */
    static long moving(long word, int slot) {
        return word & ~(SLOT_MASK << SLOT_SHIFT) & ~7L | (long) slot << SLOT_SHIFT | MOVING;
    }

    /** The word of a claimed record while its owner forwards the item. */
    static long forwarded(long claimed) {
        return withState(claimed, MOVING) | FORWARDED;
    }

    static boolean isForwarded(long word) {
        return state(word) == MOVING && (word & FORWARDED) != 0;
    }

    /** The word that the record had before its owner forwarded the item. */
    static long notForwarded(long forwarded) {
        return withState(forwarded, CLAIMED) & ~FORWARDED;
    }

    static long withState(long word, int state) {
        return word & ~7L | state;
    }
}
