package dev.multiproc.internal.engine;

import dev.multiproc.queue.UnreadableItemException;

/** Why an item was given back; what its dead letter says, if it becomes one. */
public final class ReturnReasons {
    public static final String DIED = "its consumer died";
    public static final String GIVEN_BACK = "its consumer gave it back";
    public static final String LEASE_ENDED = "its lease ended";
    public static final String CLOSED = "its consumer closed the queue";

    private ReturnReasons() {}

    /** The item could not be decoded. */
    public static String unreadable(Throwable failure) {
        Throwable cause = failure instanceof UnreadableItemException ? failure.getCause() : failure;
        return "it cannot be read: " + (cause.getMessage() == null ? cause : cause.getMessage());
    }
}
