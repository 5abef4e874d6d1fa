package dev.multiproc.queue;

import dev.multiproc.MultiprocessingException;

/**
 * Thrown by {@link JoinableQueue#join()} under {@link ConsumerDeath#FAIL_JOIN} when a consumer died holding items that
 * it had not finished. The message names the queue and the items, by their {@link Delivery#id() ids}.
 */
public class ConsumerDiedException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the library.
     *
     * @param message names the queue and the items
     */
    public ConsumerDiedException(String message) {
        super(message);
    }
}
