package dev.multiproc.internal.engine;

import dev.multiproc.queue.DeadLetterCause;
import dev.multiproc.queue.UnreadableItemException;
import java.util.Objects;

/** The reasons why items are given back. */
public final class ReturnReasons {
    public static final ReturnReason GIVEN_BACK =
            new ReturnReason(DeadLetterCause.GIVEN_BACK, "its consumer gave it back");
    public static final ReturnReason LEASE_ENDED = new ReturnReason(DeadLetterCause.LEASE_ENDED, "its lease ended");
    public static final ReturnReason CLOSED =
            new ReturnReason(DeadLetterCause.QUEUE_CLOSED, "its consumer closed the queue");

    private ReturnReasons() {}

    /**
     * The consumer's process has ended.
     *
     * @param which which process it was, and how it ended
     */
    public static ReturnReason died(String which) {
        return new ReturnReason(DeadLetterCause.CONSUMER_DIED, "its consumer died: " + which);
    }

    /** The item could not be decoded. */
    public static ReturnReason unreadable(Throwable failure) {
        boolean isKnown = failure instanceof UnreadableItemException;
        Throwable cause = isKnown ? failure.getCause() : failure;
        return new ReturnReason(
                DeadLetterCause.UNREADABLE,
                "it cannot be read: " + (cause.getMessage() == null ? cause : cause.getMessage())
                        + (isKnown ? ", type=" + ((UnreadableItemException) failure).typeName() : ""));
    }

    /** The consumer gave the item back, and says why. */
    public static ReturnReason givenBack(String why) {
        return new ReturnReason(DeadLetterCause.GIVEN_BACK, Objects.requireNonNull(why, "reason"));
    }

    /** The consumer rejected the item, and says why. */
    public static ReturnReason rejected(String why) {
        return new ReturnReason(DeadLetterCause.REJECTED, Objects.requireNonNull(why, "reason"));
    }
}
