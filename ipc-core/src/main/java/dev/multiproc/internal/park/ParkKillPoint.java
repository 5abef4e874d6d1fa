package dev.multiproc.internal.park;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of locks of the library itself. */
public enum ParkKillPoint implements KillPoint {
    /** A sweeper is at a lock of the dead process, and has repaired nothing. */
    SWEEP_LOCK_TAKEN
}
