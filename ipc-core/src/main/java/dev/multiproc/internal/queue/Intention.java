package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ObjectTable;

/**
 * What the holder of a queue's append lock is about to do with a record of another queue, or of the same: the item there is done
 * when the record that is being put here is published. Whoever repairs the queue after the holder's death reads it.
 *
 * <pre>
 *  0       4       8               16              24              32      36
 *  +-------+-------+---------------+---------------+---------------+-------+
 *  |source |gener. | location      | word          | place         |check  |
 *  +-------+-------+---------------+---------------+---------------+-------+
 *
 *  source    index of the source queue in the table of objects, plus 1; 0 if there is no intention. Written last
 *  gener.    of that index in the table of objects
 *  location  of the source record: file and offset
 *  word      the source record's state word while its item is forwarded
 *  place     the sequence number of the record that is being put
 *  check     checksum of the fields 4 to 32: a durable session may have been damaged
 * </pre>
 */
final class Intention {
    private static final int SOURCE = 0;
    private static final int GENERATION = SOURCE + Integer.BYTES;
    private static final int LOCATION = GENERATION + Integer.BYTES;
    private static final int WORD = LOCATION + Long.BYTES;
    private static final int PLACE = WORD + Long.BYTES;
    private static final int CHECK = PLACE + Long.BYTES;
    static final int LENGTH = CHECK + 2 * Integer.BYTES;

    private final MappedRegion region;
    private final int base;

    Intention(MappedRegion region, int base) {
        this.region = region;
        this.base = base;
    }

    boolean isSet() {
        return region.getIntVolatile(base + SOURCE) != 0;
    }

    /** Under the append lock. */
    void set(ObjectTable.Life source, long location, long word, long place) {
        region.setInt(base + GENERATION, source.generation());
        region.setLong(base + LOCATION, location);
        region.setLong(base + WORD, word);
        region.setLong(base + PLACE, place);
        region.setInt(base + CHECK, checksum());
        region.setIntVolatile(base + SOURCE, source.index() + 1);
    }

    /** Under the append lock. */
    void clear() {
        region.setIntVolatile(base + SOURCE, 0);
    }

    /** Whether it is as it was written. */
    boolean isSound() {
        return region.getInt(base + CHECK) == checksum();
    }

    private int checksum() {
        return region.checksum(base + GENERATION, CHECK - GENERATION);
    }

    ObjectTable.Life source() {
        return new ObjectTable.Life(region.getIntVolatile(base + SOURCE) - 1, region.getInt(base + GENERATION));
    }

    long location() {
        return region.getLong(base + LOCATION);
    }

    long word() {
        return region.getLong(base + WORD);
    }

    long place() {
        return region.getLong(base + PLACE);
    }
}
