package dev.multiproc.pool;

import dev.multiproc.codec.EncodedThrowable;
import dev.multiproc.memory.SharedMemory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * What a worker does with a task's message: everything that goes wrong becomes the task's result.
 *
 * <p><b>Threads</b>: safe for use by all threads of a worker.
 */
final class TaskRun {
    private static final byte[] NOTHING = {};
    private static final int MAX_FUNCTIONS = 64;

    private final Payloads payloads;
    /** By their numbers, the one that was used least recently first. Guarded by itself. */
    private final Map<Long, TaskFunction<Object, Object>> functions = new LinkedHashMap<>(16, 0.75f, true);

    TaskRun(Payloads payloads) {
        this.payloads = payloads;
    }

    /**
     * How a task ended.
     *
     * @param kind of the message, as {@link ResultMessage} has it
     * @param payload of the message
     * @param isHarmful whether the worker may have been harmed, as by a lack of memory
     */
    @SuppressWarnings("ArrayRecordComponent") // Two of these are never compared.
    record Outcome(byte kind, byte[] payload, boolean isHarmful) {}

    Outcome run(byte[] message) {
        try {
            return TaskMessage.kind(message) == TaskMessage.CALL ? call(message) : chunk(message);
        } catch (Throwable e) {
            return failure(e);
        }
    }

    private static Outcome failure(Throwable e) {
        return new Outcome(ResultMessage.FAILURE, EncodedThrowable.of(e).toBytes(), isHarmful(e));
    }

    private static boolean isHarmful(Throwable e) {
        return e instanceof VirtualMachineError && !(e instanceof StackOverflowError);
    }

    /** What the caller gets for a result that cannot be sent. */
    static RuntimeException unencodable(Throwable reason) {
        return new IllegalArgumentException(
                "the task's result cannot be sent: " + EncodedThrowable.textOf(reason), reason);
    }

    private Outcome call(byte[] message) throws Exception {
        Object task = payloads.decodeTask(message, TaskMessage.HEADER_BYTES, message.length - TaskMessage.HEADER_BYTES);
        Object result = null;
        if (task instanceof Callable<?> callable) {
            result = callable.call();
        } else {
            ((Runnable) task).run();
        }
        if (result == null) {
            return new Outcome(ResultMessage.NULL, NOTHING, false);
        }
        try {
            return new Outcome(ResultMessage.VALUE, payloads.encodeValue(result), false);
        } catch (RuntimeException | StackOverflowError e) {
            return failure(unencodable(e));
        }
    }

    private Outcome chunk(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).position(TaskMessage.HEADER_BYTES);
        long number = in.getLong();
        int length = in.getInt();
        int offset = in.position();
        TaskFunction<Object, Object> function = function(message, number, offset, length);
        List<?> inputs = payloads.decodeAll(in.position(offset + length));
        Object[] results = new Object[inputs.size()];
        Map<Integer, Throwable> failures = new TreeMap<>();
        boolean isHarmed = false;
        for (int i = 0; i < results.length; i++) {
            try {
                results[i] = function.apply(inputs.get(i));
            } catch (Throwable e) {
                failures.put(i, e);
                isHarmed |= isHarmful(e);
                if (e instanceof InterruptedException) {
                    failRest(i + 1, results.length, failures);
                    break;
                }
            }
        }
        return new Outcome(ResultMessage.CHUNK, ChunkResults.encode(payloads, results, failures), isHarmed);
    }

    /** The chunk is interrupted, since nobody wants it any more. */
    private static void failRest(int from, int to, Map<Integer, Throwable> failures) {
        for (int i = from; i < to; i++) {
            failures.put(i, new InterruptedException("the task before it in its chunk was interrupted"));
        }
    }

    @SuppressWarnings("unchecked")
    private TaskFunction<Object, Object> function(byte[] message, long number, int offset, int length) {
        synchronized (functions) {
            TaskFunction<Object, Object> known = functions.get(number);
            if (known == null) {
                Object read = payloads.decodeTask(message, offset, length);
                known = (TaskFunction<Object, Object>)
                        (TaskMessage.kind(message) == TaskMessage.STORED ? readStored((SharedMemory) read) : read);
                functions.put(number, known);
                if (functions.size() > MAX_FUNCTIONS) {
                    functions.remove(functions.keySet().iterator().next());
                }
            }
            return known;
        }
    }

    private Object readStored(SharedMemory stored) {
        ByteBuffer buffer = stored.buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        stored.close();
        return payloads.decodeTask(bytes, 0, bytes.length);
    }
}
