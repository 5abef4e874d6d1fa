package dev.multiproc.internal.park;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of waits and of the library's own locks. */
public enum ParkKillPoint implements KillPoint {
    /** A sweeper has found a lock that the dead process held, and has repaired nothing. */
    SWEEP_LOCK_TAKEN,
    /** In a signal: a waiter is announced to be on the way, and still marked as asleep. */
    SIGNAL_ANNOUNCED,
    /** In a signal: the waiter is no longer marked, and not woken. */
    SIGNAL_UNMARKED,
    /** A waiter that was woken has found an item, and has woken nobody for the rest. */
    WAITER_SATISFIED
}
