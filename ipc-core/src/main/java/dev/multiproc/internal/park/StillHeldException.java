package dev.multiproc.internal.park;

/**
 * Another process holds one of the library's own locks for longer than this wait may take; perhaps it is stopped. The
 * work that needed the lock is done again, later or by another process.
 */
public final class StillHeldException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StillHeldException() {
        super("another process holds a lock of the session for too long; it may be stopped");
    }
}
