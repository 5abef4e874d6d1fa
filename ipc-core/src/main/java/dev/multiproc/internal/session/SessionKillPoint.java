package dev.multiproc.internal.session;

import dev.multiproc.internal.control.KillPoint;

/** Points in the start of a child at which a test can kill this process. */
public enum SessionKillPoint implements KillPoint {
    /** A parent has reserved a slot. */
    SPAWN_RESERVED,
    /** A parent has written the task and not started the child. */
    SPAWN_PREPARED,
    /** A parent has started the child, and not written its pid to the slot. */
    SPAWN_STARTED,
    /** A child runs and has not joined the session. */
    CHILD_BEGUN,
    /** A child has joined the session and not read its task. */
    CHILD_ENTERED
}
