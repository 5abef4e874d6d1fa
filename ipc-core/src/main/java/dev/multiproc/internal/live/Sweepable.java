package dev.multiproc.internal.live;

/** What of a session a dead process may have left something in. */
public interface Sweepable {
    /** Frees all locks of the process in a slot, and waits for nothing. */
    void recover(int deadSlot);

    /** Settles all else, and may wait for locks. */
    void sweep(int deadSlot);
}
