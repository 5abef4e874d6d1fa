package dev.multiproc;

import dev.multiproc.memory.SharedValues;
import dev.multiproc.pipe.Pipes;
import dev.multiproc.queue.Queues;
import dev.multiproc.sync.Synchronizers;

/**
 * Everything in a session that processes share: queues, pipes, synchronizers, values and arrays. {@link Multiprocessing} itself finds an
 * object by its name or creates it; {@link Multiprocessing#createOnly()} and {@link Multiprocessing#openOnly()} do one of the two.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public interface SharedObjects extends Queues, Synchronizers, SharedValues, Pipes {}
