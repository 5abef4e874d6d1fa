package dev.multiproc.internal.sync;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;

/**
 * A word for each process that has a part in an object, at most one a process, so that its sweeper knows what it had.
 *
 * <pre>
 *  63        48 47                               0
 *  +-----------+----------------------------------+
 *  | slot + 1  | value, which the object defines  |   0 when free
 *  +-----------+----------------------------------+
 *
 *  written by        | order           | if the writer dies here
 *  the process       | compare-and-set | its sweeper settles what the word says, and frees it
 *  others            | compare-and-set | as the object says
 * </pre>
 *
 * <p>A process takes a word when it begins to have a part, and frees it with the change that ends it. A table with a word for
 * each of the session's 1024 slots would not fit into an object, and so many do not meet at one: there are {@link #COUNT}.
 */
final class ProcessCounters {
    /** How many processes can have a part at a time. */
    static final int COUNT = 96;

    static final int LENGTH = COUNT * Long.BYTES;
    static final long MAX_VALUE = (1L << 48) - 1;

    private static final int SLOT_SHIFT = 48;
    private static final int LINE = 8;

    private final MappedRegion region;
    private final int offset;
    private final int slot;
    private final String part;

    /**
     * The words at an offset.
     *
     * @param slot this process's slot
     * @param part what the processes do, for messages: "wait for one condition"
     */
    ProcessCounters(MappedRegion region, int offset, int slot, String part) {
        this.region = region;
        this.offset = offset;
        this.slot = slot;
        this.part = part;
    }

    static int slot(long word) {
        return (int) (word >>> SLOT_SHIFT) - 1;
    }

    static long value(long word) {
        return word & MAX_VALUE;
    }

    /** The same process's word with another value. */
    static long withValue(long word, long value) {
        return word & ~MAX_VALUE | value;
    }

    long get(int index) {
        return region.getLongVolatile(offset + index * Long.BYTES);
    }

    /** Changes the value of this process's word. */
    long getAndAdd(int index, long difference) {
        return region.getAndAddLong(offset + index * Long.BYTES, difference);
    }

    /** Where one at a time may write. */
    void set(int index, long word) {
        region.setLongVolatile(offset + index * Long.BYTES, word);
    }

    boolean compareAndSet(int index, long expected, long word) {
        return region.compareAndSetLong(offset + index * Long.BYTES, expected, word);
    }

    /** Takes a free word for this process, which has none; gives its index. */
    int take(long value) {
        long word = (long) (slot + 1) << SLOT_SHIFT | value;
        for (int i = 0; i < COUNT; i++) {
            int index = (first() + i) % COUNT;
            if (get(index) == 0 && compareAndSet(index, 0, word)) {
                return index;
            }
        }
        throw new MultiprocessingException("no more than " + COUNT + " processes can " + part + " at a time");
    }

    /** Processes begin on different cache lines: what one writes does not slow down its neighbour. */
    private int first() {
        int lines = COUNT / LINE;
        return slot % lines * LINE + slot / lines % LINE;
    }

    /** The index of a process's word; -1 if it has none. */
    int find(int otherSlot) {
        for (int index = 0; index < COUNT; index++) {
            if (slot(get(index)) == otherSlot) {
                return index;
            }
        }
        return -1;
    }
}
