package dev.multiproc.pool;

import dev.multiproc.Multiprocessing;
import dev.multiproc.memory.SharedMemory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The function of a {@code map} on its way to the workers. A large one, with what it captures, is put into shared memory once.
 *
 * @param number identifies it in the workers, which keep what they have read
 * @param bytes the encoded function, or the encoded handle of the shared memory
 * @param stored where it is stored; null if it travels with each chunk
 * @param loader finds its classes
 */
@SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
record SentFunction(long number, byte[] bytes, SharedMemory stored, ClassLoader loader) {
    /** Larger ones are stored. */
    static final int MAX_BYTES = 2048;

    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Encodes a function; it is refused by name of the field if it cannot be serialized. */
    static SentFunction of(TaskFunction<?, ?> function, Payloads payloads, Multiprocessing session) {
        byte[] bytes = payloads.encodeTask(function);
        ClassLoader loader = function.getClass().getClassLoader();
        long number = NUMBERS.incrementAndGet();
        if (bytes.length <= MAX_BYTES) {
            return new SentFunction(number, bytes, null, loader);
        }
        SharedMemory stored = session.sharedMemory(bytes.length);
        stored.buffer().put(bytes);
        return new SentFunction(number, payloads.encodeTask(stored), stored, loader);
    }

    boolean isStored() {
        return stored != null;
    }

    /** Called when no chunk needs it any more. */
    void release() {
        if (stored != null) {
            stored.delete();
        }
    }
}
