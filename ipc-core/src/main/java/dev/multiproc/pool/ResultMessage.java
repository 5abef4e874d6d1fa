package dev.multiproc.pool;

import java.nio.ByteBuffer;

/**
 * What a worker tells the pool.
 *
 * <pre>
 *   0      1        5      9            13             21             29
 *   kind | worker | slot | generation | nanos waited | nanos worked | payload
 * </pre>
 *
 * @param kind one of the constants
 * @param worker the worker's number
 * @param slot the task's slot, of the kinds that are about a task
 * @param generation the task's generation
 * @param waitNanos how long the worker's thread had waited before it got the task
 * @param workNanos how long the task ran; of {@link #READY} the initializer, of {@link #LEFT} the exit hook
 * @param payload what else there is to tell
 */
@SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
record ResultMessage(
        byte kind, int worker, int slot, int generation, long waitNanos, long workNanos, ByteBuffer payload) {
    /** A task has returned; the payload is its result, encoded. */
    static final byte VALUE = 1;
    /** A task has returned nothing, or null. */
    static final byte NULL = 2;
    /** A task has thrown; the payload is the exception. */
    static final byte FAILURE = 3;
    /** A chunk's results, as {@link ChunkResults} writes them. */
    static final byte CHUNK = 4;
    /** The worker has begun, and its initializer has ended well. */
    static final byte READY = 5;
    /** The worker will take no task any more. */
    static final byte LEAVING = 6;
    /** The worker ends in order. */
    static final byte LEFT = 7;
    /** The initializer has failed; the payload is the exception. */
    static final byte NOT_INITIALIZED = 8;
    /** Not from a worker: all that the worker has sent came before this. */
    static final byte WORKER_ENDED = 9;

    private static final int HEADER_BYTES = 1 + 3 * Integer.BYTES + 2 * Long.BYTES;
    private static final byte[] NOTHING = {};

    /** A message that is about no task. */
    static byte[] ofWorker(byte kind, int worker, long nanos, byte[] payload) {
        return ofTask(kind, worker, new TaskTimes(-1, 0, 0, nanos), payload);
    }

    static byte[] ofWorker(byte kind, int worker, long nanos) {
        return ofWorker(kind, worker, nanos, NOTHING);
    }

    /**
     * Which task, and its times.
     *
     * @param slot the task's slot
     * @param generation the task's generation
     * @param waitNanos how long the thread had waited for it
     * @param workNanos how long it ran
     */
    record TaskTimes(int slot, int generation, long waitNanos, long workNanos) {}

    static byte[] ofTask(byte kind, int worker, TaskTimes task, byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put(kind)
                .putInt(worker)
                .putInt(task.slot())
                .putInt(task.generation())
                .putLong(task.waitNanos())
                .putLong(task.workNanos())
                .put(payload)
                .array();
    }

    static ResultMessage read(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        return new ResultMessage(
                in.get(), in.getInt(), in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.slice());
    }

    /** Whether it ends a task. */
    boolean isOfTask() {
        return kind <= CHUNK;
    }
}
