package dev.multiproc.pool;

import java.nio.ByteBuffer;

/**
 * A task on its way to a worker.
 *
 * <pre>
 *   0     4            8      9
 *   slot | generation | kind | the encoded task                                              CALL
 *                            | function's number (8) | its length (4) | function | inputs    CHUNK
 * </pre>
 *
 * <p>A chunk carries its function each time, if that is small; a worker reads it once. A large one is in shared memory, and the
 * message carries the handle of that: {@link #STORED}.
 */
final class TaskMessage {
    static final byte CALL = 1;
    static final byte CHUNK = 2;
    /** A chunk whose function is stored in shared memory. */
    static final byte STORED = 3;

    private static final int GENERATION_OFFSET = Integer.BYTES;
    private static final int KIND_OFFSET = GENERATION_OFFSET + Integer.BYTES;
    static final int HEADER_BYTES = KIND_OFFSET + Byte.BYTES;

    private TaskMessage() {}

    /** Without slot and generation, which {@link #address} fills in. */
    static byte[] call(byte[] task) {
        return ByteBuffer.allocate(HEADER_BYTES + task.length)
                .put(KIND_OFFSET, CALL)
                .position(HEADER_BYTES)
                .put(task)
                .array();
    }

    /** Without slot and generation, which {@link #address} fills in. */
    static byte[] chunk(SentFunction function, byte[] inputs) {
        byte[] bytes = function.bytes();
        return ByteBuffer.allocate(HEADER_BYTES + Long.BYTES + Integer.BYTES + bytes.length + inputs.length)
                .put(KIND_OFFSET, function.isStored() ? STORED : CHUNK)
                .position(HEADER_BYTES)
                .putLong(function.number())
                .putInt(bytes.length)
                .put(bytes)
                .put(inputs)
                .array();
    }

    static void address(byte[] message, int slot, int generation) {
        ByteBuffer.wrap(message).putInt(0, slot).putInt(GENERATION_OFFSET, generation);
    }

    static int slot(byte[] message) {
        return ByteBuffer.wrap(message).getInt(0);
    }

    static int generation(byte[] message) {
        return ByteBuffer.wrap(message).getInt(GENERATION_OFFSET);
    }

    static byte kind(byte[] message) {
        return message[KIND_OFFSET];
    }
}
