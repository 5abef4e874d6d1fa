package dev.multiproc.internal.sync;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;

/**
 * One counter for each process that takes part in an object, so that its sweeper knows what it held.
 *
 * <pre>
 *  63        48 47                               0
 *  +-----------+----------------------------------+
 *  | slot + 1  | value, defined by the object     |   0 when free
 *  +-----------+----------------------------------+
 *
 *  written by        | order           | if the writer dies here
 *  the process       | compare-and-set | its sweeper settles what the counter says, and frees it
 *  others            | compare-and-set | as the object defines
 * </pre>
 *
 * <p>A process takes a counter when it begins to take part, and frees it with the change that ends its part. There are
 * {@link #COUNT} counters: one for each of the session's 1024 slots would not fit into an object, and so many processes
 * do not meet at one object.
 */
final class ProcessCounters {
    /** How many processes can take part at a time. */
    static final int COUNT = 96;

    static final int LENGTH = COUNT * Long.BYTES;
    static final long MAX_VALUE = (1L << 48) - 1;

    private static final int SLOT_SHIFT = 48;
    private static final int LINE = 8;

    private final MappedRegion region;
    private final int offset;
    private final int slot;
    private final String part;
    private final String name;

    /**
     * The counters at an offset.
     *
     * @param slot this process's slot
     * @param part what the processes do with the object, for messages: "wait for the condition"
     * @param name the object's
     */
    ProcessCounters(MappedRegion region, int offset, int slot, String part, String name) {
        this.region = region;
        this.offset = offset;
        this.slot = slot;
        this.part = part;
        this.name = name;
    }

    static int slot(long word) {
        return (int) (word >>> SLOT_SHIFT) - 1;
    }

    static long value(long word) {
        return word & MAX_VALUE;
    }

    /** The counter of the same process with another value. */
    static long withValue(long word, long value) {
        return word & ~MAX_VALUE | value;
    }

    long get(int index) {
        return region.getLongVolatile(offset + index * Long.BYTES);
    }

    /** Adds to the value of this process's counter. */
    long getAndAdd(int index, long difference) {
        return region.getAndAddLong(offset + index * Long.BYTES, difference);
    }

    /** Writes a counter that only one thread at a time may write. */
    void set(int index, long word) {
        region.setLongVolatile(offset + index * Long.BYTES, word);
    }

    boolean compareAndSet(int index, long expected, long word) {
        return region.compareAndSetLong(offset + index * Long.BYTES, expected, word);
    }

    /** Takes a free counter for this process, which has none. Returns its index. */
    int take(long value) {
        long word = (long) (slot + 1) << SLOT_SHIFT | value;
        for (int i = 0; i < COUNT; i++) {
            int index = (first() + i) % COUNT;
            if (get(index) == 0 && compareAndSet(index, 0, word)) {
                return index;
            }
        }
        throw new MultiprocessingException("no more than " + COUNT + " processes can " + part + " at a time, name="
                + name + "; use several, each for a part of the processes");
    }

    /** Processes start their search on different cache lines, so that writes of one do not slow down the other. */
    private int first() {
        int lines = COUNT / LINE;
        return slot % lines * LINE + slot / lines % LINE;
    }

    /** The index of a process's counter; -1 if it has none. */
    int find(int otherSlot) {
        for (int index = 0; index < COUNT; index++) {
            if (slot(get(index)) == otherSlot) {
                return index;
            }
        }
        return -1;
    }
}
