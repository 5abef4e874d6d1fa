package dev.multiproc.internal.park;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of locks of the library itself. */
public enum ParkKillPoint implements KillPoint {
    /** A sweeper has found a lock that the dead process held, and has repaired nothing. */
    SWEEP_LOCK_TAKEN
}
