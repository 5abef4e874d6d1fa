package dev.multiproc.internal.pipe;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;
import java.util.List;

/**
 * A set of processes, one bit for each slot. A process is in it if its bit is set and its slot is occupied: so a child that was
 * never started does not count, though its parent has died before it could clear the bit.
 */
final class Holders {
    private static final int WORDS = ControlDescriptor.SLOT_COUNT / Long.SIZE;

    private final MappedRegion region;
    private final int offset;
    private final ProcessTable processes;
    /** A slot that was in the set when it was last looked at. */
    private int last;

    Holders(MappedRegion region, int offset, ProcessTable processes) {
        this.region = region;
        this.offset = offset;
        this.processes = processes;
    }

    private static int at(int offset, int slot) {
        return offset + slot / Long.SIZE * Long.BYTES;
    }

    /** Adds a process to the set that begins there. */
    static void add(MappedRegion region, int offset, int slot) {
        region.getAndOrLong(at(offset, slot), 1L << slot);
    }

    void add(int slot) {
        add(region, offset, slot);
    }

    void remove(int slot) {
        region.getAndAndLong(at(offset, slot), ~(1L << slot));
    }

    private boolean has(int slot) {
        return (region.getLongVolatile(at(offset, slot)) & 1L << slot) != 0 && processes.isOccupied(slot);
    }

    boolean isEmpty() {
        return !has(last) && findFirst() < 0;
    }

    private int findFirst() {
        for (int word = 0; word < WORDS; word++) {
            for (long bits = word(word); bits != 0; bits &= bits - 1) {
                int slot = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                if (processes.isOccupied(slot)) {
                    last = slot;
                    return slot;
                }
            }
        }
        return -1;
    }

    private long word(int index) {
        return region.getLongVolatile(offset + index * Long.BYTES);
    }

    /** Removes a dead process, its children that it did not start, and whatever is left of others. Called by its sweeper. */
    void sweep(int deadSlot) {
        remove(deadSlot);
        for (int word = 0; word < WORDS; word++) {
            for (long bits = word(word); bits != 0; bits &= bits - 1) {
                int slot = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                ProcessTable.Occupant occupant = processes.occupant(slot);
                boolean isNotStarted = occupant.state() == ProcessTable.RESERVED
                        && occupant.pid() == 0
                        && occupant.parent() == deadSlot;
                if (isNotStarted || !occupant.isOccupied()) {
                    remove(slot);
                }
            }
        }
    }

    /** Called when no process uses the session. */
    void clear() {
        for (int word = 0; word < WORDS; word++) {
            region.setLongVolatile(offset + word * Long.BYTES, 0);
        }
    }

    /** Adds the slots in a copy of a set. */
    static void addTo(List<Integer> slots, MappedRegion copy, int offset) {
        for (int slot = 0; slot < ControlDescriptor.SLOT_COUNT; slot++) {
            boolean isSet = (copy.getLongVolatile(at(offset, slot)) & 1L << slot) != 0;
            if (isSet && !slots.contains(slot)) {
                slots.add(slot);
            }
        }
    }
}
