package dev.multiproc.internal.park;

/**
 * A lock of the library's own is held by another process for longer than this wait for it may take: by one that is stopped,
 * perhaps. What needed it is done again, later or by another process.
 */
public final class StillHeldException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StillHeldException() {
        super("another process holds a lock of the session for too long; it may be stopped");
    }
}
