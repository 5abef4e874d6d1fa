package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;

/**
 * The layout of an item in a page, and the one word that is the truth about it.
 *
 * <pre>
 *  0               8       12      16
 *  +---------------+-------+-------+-----------------+-----+
 *  | word          |length | form  | payload         | pad |   begins on a multiple of 8
 *  +---------------+-------+-------+-----------------+-----+
 *
 *  word, in bits
 *  63                                24 23         11 10       3 2     0
 *  +-----------------------------------+-------------+----------+-------+
 *  | sequence number, its last 40 bits | owner's slot| handed   | state |
 *  |                                   |             | out      |       |
 *  +-----------------------------------+-------------+----------+-------+
 *
 *  UNPUBLISHED -> READY           producer, under the append lock, release: the item is in the queue
 *  UNPUBLISHED -> END             producer: the rest of the page is not used, go on in the next
 *  READY       -> CLAIMED(me, 1)  consumer, compare-and-set: exactly one gets it
 *  RETURNED    -> CLAIMED(me, n+1)
 *  CLAIMED(me) -> DONE            the owner: finished
 *  CLAIMED     -> RETURNED        the owner gives it back, or the sweeper of the dead owner
 *  CLAIMED(me) -> BURYING(me)     past the delivery limit: on its way to the dead letters, then DONE
 *  CLAIMED     -> LOST            sweeper, where the queue is told to fail its joins
 *
 *  field   | written by | order                | if the writer dies here
 *  length, form, payload | producer | plain    | never seen: the word is still 0, the next producer writes over it,
 *          |            |                      | and makes the word behind its own record 0 before it publishes
 *  word    | as above   | release, compare-and-set | each step is whole
 * </pre>
 *
 * <p>Sequence numbers have 63 bits. A word has the last 40 of its own: enough to tell it from all others that there are at the
 * same time. Who walks knows the whole of it from its page.
 *
 * <p>READY comes once only: an item that was given back is RETURNED. So the records of a queue are always some that are
 * not READY, followed by some that are, and the place between can be found again by walking.
 */
final class RecordDescriptor {
    static final int WORD_OFFSET = 0;
    static final int LENGTH_OFFSET = WORD_OFFSET + Long.BYTES;
    static final int FORM_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int PAYLOAD_OFFSET = FORM_OFFSET + Integer.BYTES;
    static final int HEAD_LENGTH = PAYLOAD_OFFSET;

    static final int UNPUBLISHED = 0;
    static final int READY = 1;
    static final int CLAIMED = 2;
    static final int RETURNED = 3;
    static final int DONE = 4;
    static final int BURYING = 5;
    static final int LOST = 6;
    static final int END = 7;

    /** A bit of the form: the item is in a file of its own, and the payload says how many bytes of it; else it is in the payload. */
    static final int SPILLED = 1;
    /** A bit of the form: the payload begins with what a dead letter says of itself; see {@link DeadLetterHeader}. */
    static final int LETTER = 2;
    /** A bit of the form: the item is an array of bytes, and these are its bytes; the codec has not seen them. */
    static final int BYTES = 4;
    /** A bit of the form: the item is a string, and these are its characters; the codec has not seen them. */
    static final int LATIN1 = 8;
    /** A bit of the form: the payload ends with a checksum of the item, of 4 bytes. */
    static final int CHECKED = 16;

    /** A bit of the form: the item's bytes were damaged or lost before they came here. */
    static final int DAMAGED = 32;

    private static final int ALL_FORMS = SPILLED | LETTER | BYTES | LATIN1 | CHECKED | DAMAGED;

    /** A longer item has a file of its own, so that a page holds at least one of any other. */
    static final int MAX_INLINE_LENGTH = 60 * 1024;

    private static final int DELIVERIES_SHIFT = 3;
    private static final int SLOT_SHIFT = 11;
    private static final int SEQUENCE_SHIFT = 24;
    private static final long DELIVERIES_MASK = 0xff;
    private static final long SLOT_MASK = 0x1fff;
    private static final long SEQUENCE_MASK = -1L << SEQUENCE_SHIFT;

    private RecordDescriptor() {}

    /** Whether a record has a form that there is, and a payload of a length that fits it and ends before some place. */
    static boolean isWhole(MappedRegion region, int offset, int end) {
        int length = region.getInt(offset + LENGTH_OFFSET);
        int form = region.getInt(offset + FORM_OFFSET);
        int begin = offset + PAYLOAD_OFFSET;
        int letter = (form & LETTER) == 0 ? 0 : DeadLetterHeader.length(region, begin, Math.min(end, begin + length));
        int least = letter + ((form & SPILLED) != 0 ? Integer.BYTES : 0) + ((form & CHECKED) != 0 ? Integer.BYTES : 0);
        return (form & ~ALL_FORMS) == 0
                && (form & (BYTES | LATIN1)) != (BYTES | LATIN1)
                && letter >= 0
                && length >= least
                && length <= end - offset - HEAD_LENGTH;
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

    static int deliveries(long word) {
        return (int) (word >>> DELIVERIES_SHIFT & DELIVERIES_MASK);
    }

    static int slot(long word) {
        return (int) (word >>> SLOT_SHIFT & SLOT_MASK);
    }

    /** The sequence number in a word: the one with its bits that is nearest to a number of the same queue and time. */
    static long sequence(long word, long near) {
        return near + ((word >>> SEQUENCE_SHIFT) - near << SEQUENCE_SHIFT >> SEQUENCE_SHIFT);
    }

    /** Claimed by a slot, handed out once more. */
    static long claimed(long word, int slot) {
        long deliveries = Math.min(deliveries(word) + 1L, DELIVERIES_MASK);
        return word & SEQUENCE_MASK | (long) slot << SLOT_SHIFT | deliveries << DELIVERIES_SHIFT | CLAIMED;
    }

    static long withState(long word, int state) {
        return word & ~7L | state;
    }
}
