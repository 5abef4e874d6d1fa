package dev.multiproc.internal.session;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.control.ProcessTable;
import dev.multiproc.internal.live.Liveness;
import java.util.function.IntFunction;

/** A process of a session, as seen by another process. */
record SlotInfo(ProcessTable processes, Liveness liveness, int slot, String name, long pid, boolean isDaemon)
        implements ProcessInfo {
    /** Describes the process that lives in a slot. */
    record Lookup(ProcessTable processes, Liveness liveness) implements IntFunction<ProcessInfo> {
        @Override
        public ProcessInfo apply(int slot) {
            return new SlotInfo(
                    processes, liveness, slot, processes.name(slot), processes.pid(slot), processes.isDaemon(slot));
        }
    }

    @Override
    public boolean isAlive() {
        return processes.pid(slot) == pid && liveness.isAlive(slot);
    }

    @Override
    public String toString() {
        return text(this);
    }

    /** The text for a process in messages. */
    static String text(ProcessInfo process) {
        return "ProcessInfo[name=" + process.name() + ", pid=" + process.pid()
                + (process.isDaemon() ? ", daemon]" : "]");
    }
}
