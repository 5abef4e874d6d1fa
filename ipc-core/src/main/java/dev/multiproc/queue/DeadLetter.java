package dev.multiproc.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * An item that was delivered as often as its queue allows and never finished, or that its consumer rejected, with
 * details about it. Its bytes are available even if this process cannot decode the item.
 *
 * <p><b>Threads</b>: immutable, except for the item itself, which is the caller's own copy.
 *
 * @param <E> the type of the items
 */
public interface DeadLetter<E> {
    /**
     * The item.
     *
     * @return empty if it cannot be decoded in this process; {@link #reason()} may say why
     */
    Optional<E> value();

    /**
     * The encoded item, as the session's {@link dev.multiproc.codec.Codec} wrote it. With the default codec, a byte
     * array is stored as it is, and a string of characters up to {@code U+00FF} as one byte per character.
     *
     * @return a copy; only what is left of it if it was damaged
     */
    byte[] bytes();

    /**
     * The type of the item.
     *
     * @return the name of its class; if it cannot be decoded, the name of the class at fault, or a description if the
     *     class is unknown
     */
    String typeName();

    /**
     * Why its last delivery was not finished, as one of a few kinds.
     *
     * @return the kind; what exactly happened says {@link #reason()}
     */
    DeadLetterCause cause();

    /**
     * Why its last delivery was not finished: the text that the consumer gave to {@link Delivery#reject} or {@link
     * Delivery#retry(String)}, or the name and pid of the consumer that died, and how it ended if that is known. The
     * exit code of a process is known to its parent only, so it is missing if another process found it dead.
     *
     * @return a human-readable sentence
     */
    String reason();

    /**
     * When it became a dead letter, by the clock of the machine.
     *
     * @return the time; empty if a user put it into the dead-letter queue directly
     */
    Optional<Instant> time();

    /**
     * When it was put into the queue it comes from, by the clock of the machine, to the second. It is stored in the place of
     * some bits only, so it is wrong by 194 days, or a multiple, for an item that became a dead letter later than that after
     * the put.
     *
     * @return the time; empty if a user put it into the dead-letter queue directly, or an earlier version of the library put it
     */
    Optional<Instant> putTime();

    /**
     * How often the item was delivered in the queue it comes from.
     *
     * @return at least 1; 0 if a user put it into the dead-letter queue directly
     */
    int deliveryCount();

    /**
     * The number the item had in the queue it comes from: its {@link Delivery#id()}.
     *
     * @return the item's sequence number there; its number in the dead-letter queue if a user put it there directly
     */
    long itemId();
}
