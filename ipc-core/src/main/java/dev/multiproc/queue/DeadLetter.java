package dev.multiproc.queue;

import java.util.Optional;

/**
 * An item that was handed out as often as its queue allows and never finished, with what is known of it. If this process cannot
 * read the item, its bytes are available.
 *
 * <p><b>Threads</b>: immutable, but for the item itself, which is the caller's own copy.
 *
 * @param <E> the type of the items
 */
public interface DeadLetter<E> {
    /**
     * The item.
     *
     * @return empty if it cannot be read in this process; {@link #reason()} may say why
     */
    Optional<E> value();

    /**
     * The item as it was written: what the session's {@link dev.multiproc.codec.Codec} made of it. With the default codec an
     * array of bytes stands for itself, and so do the characters of a string that has none beyond {@code U+00FF}.
     *
     * @return a copy; what is left of it if it was damaged
     */
    byte[] bytes();

    /**
     * What the item is.
     *
     * @return the name of its class; if it cannot be read that of the class at fault, or a description where no class is known
     */
    String typeName();

    /**
     * Why its last delivery was not finished.
     *
     * @return a sentence for people
     */
    String reason();

    /**
     * How often the item was handed out in the queue it comes from.
     *
     * @return at least 1; 0 if somebody put it among the dead letters himself
     */
    int deliveryCount();

    /**
     * The number the item had in the queue it comes from: its {@link Delivery#id()}.
     *
     * @return the item's sequence number there; among the dead letters if somebody put it there himself
     */
    long itemId();
}
