package dev.multiproc.internal.session;

import dev.multiproc.ProcessInfo;

/** A process of a session, as another sees it. */
record SlotInfo(LocalSession session, int slot, String name, long pid, boolean isDaemon) implements ProcessInfo {
    @Override
    public boolean isAlive() {
        return session.isAlive(slot, pid);
    }

    @Override
    public String toString() {
        return text(this);
    }

    /** What a process is called in messages. */
    static String text(ProcessInfo process) {
        return "ProcessInfo[name=" + process.name() + ", pid=" + process.pid()
                + (process.isDaemon() ? ", daemon]" : "]");
    }
}
