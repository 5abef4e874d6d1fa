package dev.multiproc.inspect;

import dev.multiproc.queue.DeadLetterCause;
import java.time.Instant;
import java.util.Optional;

/**
 * An item that was put into a queue, as the queue's log shows it. The log does not say which process put an item, nor which process
 * finished it, nor when it was taken or finished.
 *
 * <p><b>Threads</b>: immutable, except for the item itself, which is the caller's own copy.
 *
 * @see dev.multiproc.Multiprocessing#history
 */
public interface HistoryEntry {
    /** What has become of an item. */
    enum State {
        /** It waits, and was never delivered. */
        WAITING,
        /** It was delivered and given back, and waits for its next delivery. */
        GIVEN_BACK,
        /** A consumer has it. */
        TAKEN,
        /** It is on its way to another queue, or to the dead letters. */
        MOVING,
        /** It was finished, dropped, or forwarded. */
        DONE,
        /** It became a dead letter; whether it still is one says {@link dev.multiproc.queue.SharedQueue#deadLetters()}. */
        DEAD_LETTER,
        /** Its consumer died, in a queue whose option is that joins fail then. */
        LOST
    }

    /** Why, and when, an item became a dead letter. */
    interface Death {
        /**
         * Why, as one of a few kinds.
         *
         * @return the kind
         */
        DeadLetterCause cause();

        /**
         * Why, for people.
         *
         * @return a sentence
         */
        String reason();

        /**
         * When.
         *
         * @return the time; empty if an earlier version of the library wrote it
         */
        Optional<Instant> time();
    }

    /**
     * The item's number in its queue: the {@link dev.multiproc.queue.Delivery#id()} of its deliveries.
     *
     * @return a number from 0
     */
    long itemId();

    /**
     * What has become of it.
     *
     * @return its state when it was read
     */
    State state();

    /**
     * When it was put, to the second; see {@link dev.multiproc.queue.DeadLetter#putTime()}.
     *
     * @return the time; empty if an earlier version of the library put it
     */
    Optional<Instant> putTime();

    /**
     * How often it was delivered.
     *
     * @return 0 if it never was
     */
    int deliveryCount();

    /**
     * Who has it.
     *
     * @return the process; empty if its state is another than {@link State#TAKEN}, or the process has left meanwhile
     */
    Optional<InspectedProcess> consumer();

    /**
     * Why it became a dead letter.
     *
     * @return empty if it did not
     */
    Optional<Death> death();

    /**
     * The item.
     *
     * @return empty if it cannot be decoded in this process; or if it is a large one and its file is gone, since it is done
     */
    Optional<Object> value();

    /**
     * How long the encoded item is. With the default codec that is the length of a byte array, and that of a string of characters up
     * to {@code U+00FF}.
     *
     * @return a number of bytes
     */
    long length();
}
