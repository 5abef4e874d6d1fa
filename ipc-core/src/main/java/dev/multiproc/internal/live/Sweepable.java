package dev.multiproc.internal.live;

/** The parts of a session that a dead process may have left unfinished. */
public interface Sweepable {
    /** Frees all locks of the process in a slot, and waits for nothing. */
    void recover(int deadSlot);

    /** Settles everything else; may wait for locks. */
    void sweep(int deadSlot);
}
