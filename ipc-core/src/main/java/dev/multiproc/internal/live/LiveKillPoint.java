package dev.multiproc.internal.live;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of liveness and its sweep. */
public enum LiveKillPoint implements KillPoint {
    /** A sweeper holds the dead process's lock. */
    SWEEP_BEGUN,
    /** A sweeper has settled the dead process's claims, the slot is not free. */
    SWEEP_SETTLED
}
