package dev.multiproc.pool;

import dev.multiproc.codec.EncodedThrowable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/** Some inputs of a {@code map} that travel together. */
final class ChunkCall extends Call {
    private final Payloads payloads;
    private final Receiver receiver;
    private final ClassLoader loader;
    private final int first;
    private final int size;
    private final Object firstInput;
    /** The results; null before they are there. */
    private volatile ChunkResults results;

    private volatile long workNanos;
    private volatile int resultBytes;

    /** Who waits for the results. */
    interface Receiver {
        /** Called by a thread of the pool when a chunk has its results, which may be exceptions. */
        void received(ChunkCall chunk);

        /** Whether {@link #received} runs no code of the program. */
        default boolean isQuiet() {
            return false;
        }

        /** What the inputs belong to, for people. */
        String description();
    }

    /**
     * The place of a chunk among the inputs.
     *
     * @param first the number of its first input, from 0
     * @param inputs its inputs
     */
    record Part(int first, List<?> inputs) {}

    ChunkCall(Calls calls, Payloads payloads, SentFunction function, Part part, Receiver receiver) {
        super(calls.nextNumber(), TaskMessage.chunk(function, payloads.encodeAll(part.inputs())));
        this.payloads = payloads;
        this.receiver = receiver;
        loader = function.loader();
        first = part.first();
        size = part.inputs().size();
        firstInput = part.inputs().get(0);
    }

    int first() {
        return first;
    }

    int size() {
        return size;
    }

    @Override
    long taskIndex() {
        return first;
    }

    /** Null before they are there. */
    ChunkResults results() {
        return results;
    }

    /** How long what it holds here is, encoded: its inputs or, when they are there, its results. */
    int bytes() {
        return Math.max(messageBytes, resultBytes);
    }

    /** How long the worker took. */
    long workNanos() {
        return workNanos;
    }

    @Override
    boolean succeed(ResultMessage result) {
        workNanos = result.workNanos();
        resultBytes = result.payload().remaining();
        ChunkResults decoded;
        try {
            if (result.kind() == ResultMessage.FAILURE) {
                decoded = allFailed(EncodedThrowable.from(result.payload()).decode());
            } else {
                decoded = ChunkResults.decode(payloads, result.payload());
            }
        } catch (Throwable e) {
            decoded = allFailed(e);
        }
        receive(decoded);
        return decoded.failures().isEmpty();
    }

    private ChunkResults allFailed(Throwable failure) {
        Map<Integer, Throwable> failures = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            failures.put(i, failure);
        }
        return new ChunkResults(List.of(), failures);
    }

    @Override
    void fail(Throwable failure) {
        receive(allFailed(failure));
    }

    @Override
    void cancel() {
        receive(allFailed(new CancellationException("the pool was ended")));
    }

    private void receive(ChunkResults received) {
        results = received;
        receiver.received(this);
    }

    @Override
    boolean endsQuietly() {
        return receiver.isQuiet();
    }

    @Override
    ClassLoader loader() {
        return loader;
    }

    @Override
    String description() {
        return receiver.description() + ", input " + first + (size == 1 ? "" : " to " + (first + size - 1)) + ", "
                + text(firstInput);
    }

    private static String text(Object input) {
        String text;
        try {
            text = String.valueOf(input);
        } catch (RuntimeException e) {
            text = input.getClass().getName();
        }
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
