package dev.multiproc.queue;

/** Why the last delivery of a {@link DeadLetter} was not finished. */
public enum DeadLetterCause {
    /** Its consumer ended, or was killed, while it held the item. */
    CONSUMER_DIED,
    /** The consumer could not decode the item; see {@link UnreadableItemException}. */
    UNREADABLE,
    /** The consumer rejected the item: {@link Delivery#reject}. */
    REJECTED,
    /** The consumer gave the item back: {@link Delivery#retry()}, or it left the delivery without {@code done}. */
    GIVEN_BACK,
    /** The consumer closed the queue while it held the item. */
    QUEUE_CLOSED,
    /** The consumer held the item for too long. */
    LEASE_ENDED,
    /** Nothing was delivered: a user put the item among the dead letters. */
    PUT_BY_HAND,
    /** Not known: another version of the library wrote the dead letter. */
    UNKNOWN
}
