package dev.multiproc.internal.object;

import dev.multiproc.internal.control.KillPoint;

/** Points in the making of a shared object at which a test can kill this process. */
public enum ObjectKillPoint implements KillPoint {
    /** An object has an index in the table and is not published. */
    OBJECT_RESERVED
}
