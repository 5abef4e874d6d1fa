package dev.multiproc.redis.queue;

import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;

/**
 * What is serialized in place of a queue of dead letters.
 *
 * @param queue the queue that they come from; while it is written, its handle
 */
record LetterHandle(Object queue) implements Serializable {
    Object readResolve() {
        return ((SharedQueue<?>) queue).deadLetters();
    }
}
