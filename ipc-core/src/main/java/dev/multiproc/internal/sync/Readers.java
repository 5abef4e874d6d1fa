package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;

/**
 * Counts the readers of a read lock: the value of a process's counter is the number of its threads that hold it. A
 * process keeps its counter as long as it lives, so entering and leaving cost one addition each.
 *
 * <pre>
 *  0               8               16
 *  +---------------+---------------+
 *  | used 0 to 63  | used 64 to 95 |   a bit for each counter that was ever taken: the ones a writer has to check
 *  +---------------+---------------+
 * </pre>
 */
final class Readers {
    static final int LENGTH = 2 * Long.BYTES;
    private static final int NONE = -1;

    private final MappedRegion region;
    private final int offset;
    private final ProcessCounters counters;
    /** The index of this process's counter, or {@link #NONE}. Written under this. */
    private volatile int index = NONE;

    Readers(MappedRegion region, int offset, ProcessCounters counters) {
        this.region = region;
        this.offset = offset;
        this.counters = counters;
    }

    void come() {
        int current = index;
        counters.getAndAdd(current == NONE ? take() : current, 1);
        SyncKillPoint.SYNC_READER_COUNTED.here();
    }

    private synchronized int take() {
        if (index == NONE) {
            int taken = counters.take(0);
            region.getAndOrLong(offset + taken / Long.SIZE * Long.BYTES, 1L << taken);
            index = taken;
        }
        return index;
    }

    /** Returns whether no other thread of this process reads. */
    boolean go() {
        return ProcessCounters.value(counters.getAndAdd(index, -1)) == 1;
    }

    boolean areNone() {
        for (int first = 0; first < ProcessCounters.COUNT; first += Long.SIZE) {
            long used = region.getLongVolatile(offset + first / Long.SIZE * Long.BYTES);
            for (; used != 0; used &= used - 1) {
                if (ProcessCounters.value(counters.get(first + Long.numberOfTrailingZeros(used))) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    int count() {
        long count = 0;
        for (int i = 0; i < ProcessCounters.COUNT; i++) {
            count += ProcessCounters.value(counters.get(i));
        }
        return (int) count;
    }

    void sweep(int deadSlot) {
        int found = counters.find(deadSlot);
        if (found != NONE) {
            counters.set(found, 0);
        }
    }
}
