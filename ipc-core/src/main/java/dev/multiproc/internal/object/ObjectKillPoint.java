package dev.multiproc.internal.object;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of the table of shared objects. */
public enum ObjectKillPoint implements KillPoint {
    /** An object has an index in the table and is not published. */
    OBJECT_RESERVED
}
