package dev.multiproc.internal.session;

import dev.multiproc.ProcessInfo;

/** A process of a session, as another sees it. */
record SlotInfo(LocalSession session, int slot, String name, long pid, boolean isDaemon) implements ProcessInfo {
    @Override
    public boolean isAlive() {
        return session.isAlive(slot, pid);
    }
}
