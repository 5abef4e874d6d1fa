package dev.multiproc.internal.park;

import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.ProcessTable;

/** How each process of a session wants its {@link WakeUpListener} to be woken, as its slot in the control file says. */
public final class WakeUpChannels {
    /** The process has no listener: none of its threads has needed it yet. */
    static final int NONE = 0;
    /**
     * The listener sleeps in the kernel on the wake-up word in its process's slot. A value above 0 is the port of its
     * socket.
     */
    static final int WORD = -1;

    private final MappedRegion control;
    private final ProcessTable processes;
    private final int slot;

    /** The channels in a control file, for the process in the slot. */
    public WakeUpChannels(MappedRegion control, int slot) {
        this.control = control;
        this.processes = new ProcessTable(control);
        this.slot = slot;
    }

    /** For tests: a process that has no others to wake. */
    public static WakeUpChannels alone() {
        return new WakeUpChannels(MappedRegion.onHeapOutside(ControlDescriptor.FILE_LENGTH), 0);
    }

    int slot() {
        return slot;
    }

    /** No slot from here on was ever used. */
    int limit() {
        return processes.limit();
    }

    int kind(int of) {
        return processes.channel(of);
    }

    /**
     * Whether any other process with one of the bits has a listener.
     *
     * @param channelBits as {@link Parker#channelBits} returns them
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

    /** Tells other processes how to wake this one's listener. */
    void open(int kind) {
        processes.setChannel(slot, kind);
    }

    Parker.Word wakeUpWord(int of) {
        return new Parker.Word(control, ProcessTable.wakeUpWord(of), Parker.DIRECT);
    }
}
