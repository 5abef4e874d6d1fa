package dev.multiproc.internal.park;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;

/** The doors of a session's processes, as one of them sees them. */
public final class WakeUpChannels {
    /** No doorkeeper: no thread of the process has slept at the door yet. */
    static final int NONE = 0;
    /** The doorkeeper sleeps in the kernel on the bell, a word in the process's slot. What is above is a socket's port. */
    static final int WORD = -1;

    private final MappedRegion control;
    private final ProcessTable processes;
    private final int slot;

    /** The doors of the processes in a control file, for the one in the slot. */
    public WakeUpChannels(MappedRegion control, int slot) {
        this.control = control;
        this.processes = new ProcessTable(control);
        this.slot = slot;
    }

    /** Of a process that has no others to wake, for tests. */
    public static WakeUpChannels alone() {
        return new WakeUpChannels(MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH), 0);
    }

    int slot() {
        return slot;
    }

    /** No slot from here on has a door. */
    int limit() {
        return processes.limit();
    }

    int kind(int of) {
        return processes.channel(of);
    }

    /**
     * Whether there is anybody to ring for.
     *
     * @param bits as of {@link Parker#doorBits}
     */
    boolean isAnyOpen(int channelBits) {
        int limit = channelBits == 0 ? 0 : limit();
        for (int other = 0; other < limit; other++) {
            if ((channelBits & 1 << other) != 0 && other != slot && kind(other) != NONE) {
                return true;
            }
        }
        return false;
    }

    /** Says how to ring at this process's door. */
    void open(int kind) {
        processes.setChannel(slot, kind);
    }

    Parker.Word wakeUpWord(int of) {
        return new Parker.Word(control, ProcessTable.wakeUpWord(of), Parker.DIRECT);
    }
}
