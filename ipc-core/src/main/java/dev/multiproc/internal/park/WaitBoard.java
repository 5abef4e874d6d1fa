package dev.multiproc.internal.park;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.ProcessTable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shows other processes which events this process's threads sleep at, as far as there is room. Written just before a
 * thread sleeps.
 */
public final class WaitBoard {
    private static final int NONE = -1;

    private final ProcessTable processes;
    private final int slot;
    /** One bit for each cell that a thread uses. */
    private final AtomicInteger used = new AtomicInteger();

    public WaitBoard(ProcessTable processes, int slot) {
        this.processes = processes;
        this.slot = slot;
    }

    /** Returns the cell to pass to {@link #clear}. */
    int show(int event) {
        int before = used.getAndUpdate(bits -> bits | lowestFree(bits));
        int mine = lowestFree(before);
        if (mine == 0) {
            return NONE;
        }
        int cell = Integer.numberOfTrailingZeros(mine);
        processes.setWait(slot, cell, event);
        return cell;
    }

    private static int lowestFree(int bits) {
        int free = Integer.lowestOneBit(~bits);
        return free < 1 << ControlDescriptor.SLOT_WAITS_COUNT ? free : 0;
    }

    void clear(int cell) {
        if (cell != NONE) {
            processes.setWait(slot, cell, 0);
            used.getAndUpdate(bits -> bits & ~(1 << cell));
        }
    }
}
