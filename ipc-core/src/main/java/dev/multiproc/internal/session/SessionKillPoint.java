package dev.multiproc.internal.session;

import dev.multiproc.internal.control.KillPoint;

/** Where a test can end this process in the code of the start of a child. */
public enum SessionKillPoint implements KillPoint {
    /** A parent has reserved a slot. */
    SPAWN_RESERVED,
    /** A parent has written the task and started nothing. */
    SPAWN_PREPARED,
    /** A parent has started the child, and not written its pid to the slot. */
    SPAWN_STARTED,
    /** A child runs and has not joined the session. */
    CHILD_BEGUN,
    /** A child has joined the session and not read its task. */
    CHILD_ENTERED
}
