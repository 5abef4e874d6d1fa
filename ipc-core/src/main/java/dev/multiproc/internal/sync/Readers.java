package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;

/**
 * Which processes' threads hold a read lock: the value of a process's word is the number of its threads that do. A process
 * keeps its word for as long as it lives, so that to come and to go is one addition each.
 *
 * <pre>
 *  0               8               16
 *  +---------------+---------------+
 *  | used 0 to 63  | used 64 to 95 |   a bit for each word that a process has ever had: what a writer has to look at
 *  +---------------+---------------+
 * </pre>
 */
final class Readers {
    static final int LENGTH = 2 * Long.BYTES;
    private static final int NONE = -1;

    private final MappedRegion region;
    private final int offset;
    private final ProcessCounters words;
    /** Where this process's word is. Written under this. */
    private volatile int index = NONE;

    Readers(MappedRegion region, int offset, ProcessCounters words) {
        this.region = region;
        this.offset = offset;
        this.words = words;
    }

    void come() {
        int current = index;
        words.getAndAdd(current == NONE ? take() : current, 1);
        SyncKillPoint.SYNC_READER_COUNTED.here();
    }

    private synchronized int take() {
        if (index == NONE) {
            int taken = words.take(0);
            region.getAndOrLong(offset + taken / Long.SIZE * Long.BYTES, 1L << taken);
            index = taken;
        }
        return index;
    }

    /** Gives whether no other thread of this process is left. */
    boolean go() {
        return ProcessCounters.value(words.getAndAdd(index, -1)) == 1;
    }

    boolean areNone() {
        for (int first = 0; first < ProcessCounters.COUNT; first += Long.SIZE) {
            long used = region.getLongVolatile(offset + first / Long.SIZE * Long.BYTES);
            for (; used != 0; used &= used - 1) {
                if (ProcessCounters.value(words.get(first + Long.numberOfTrailingZeros(used))) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    int count() {
        long count = 0;
        for (int i = 0; i < ProcessCounters.COUNT; i++) {
            count += ProcessCounters.value(words.get(i));
        }
        return (int) count;
    }

    void sweep(int deadSlot) {
        int found = words.find(deadSlot);
        if (found != NONE) {
            words.set(found, 0);
        }
    }
}
