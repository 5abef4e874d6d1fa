package dev.multiproc.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@code map}: its chunks and their results. It ends when all chunks have ended, also if some have failed; then it fails with the
 * failure of the first input, in the order of the inputs.
 *
 * @param <R> the type of the results
 */
final class MapJob<R> extends CompletableFuture<List<R>> implements ChunkCall.Receiver {
    private final Calls calls;
    private final SentFunction function;
    private final String description;
    private final List<ChunkCall> chunks = new ArrayList<>();
    private final AtomicInteger missing;
    private final int inputCount;

    MapJob(Calls calls, Payloads payloads, SentFunction function, String description, List<List<?>> parts) {
        this.calls = calls;
        this.function = function;
        this.description = description;
        int first = 0;
        for (List<?> part : parts) {
            chunks.add(new ChunkCall(calls, payloads, function, new ChunkCall.Part(first, part), this));
            first += part.size();
        }
        inputCount = first;
        missing = new AtomicInteger(chunks.size());
    }

    /** Sends all chunks. If one is refused, those before are cancelled. */
    MapJob<R> submit() {
        try {
            for (ChunkCall chunk : chunks) {
                calls.submit(chunk);
            }
        } catch (RuntimeException | Error e) {
            cancel(true);
            throw e;
        }
        return this;
    }

    @Override
    public void received(ChunkCall chunk) {
        if (missing.decrementAndGet() == 0) {
            function.release();
            end();
        }
    }

    @SuppressWarnings("unchecked")
    private void end() {
        Object[] all = new Object[inputCount];
        for (ChunkCall chunk : chunks) {
            Map<Integer, Throwable> failures = chunk.results().failures();
            if (!failures.isEmpty()) {
                completeExceptionally(failures.values().iterator().next());
                return;
            }
            List<?> values = chunk.results().values();
            for (int i = 0; i < values.size(); i++) {
                all[chunk.first() + i] = values.get(i);
            }
        }
        complete((List<R>) Arrays.asList(all));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        if (super.cancel(mayInterrupt)) {
            for (ChunkCall chunk : chunks) {
                calls.withdraw(chunk, mayInterrupt);
            }
            function.release();
        }
        return isCancelled();
    }

    @Override
    public String description() {
        return description;
    }
}
