package dev.multiproc.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** How a pool applies a function to many inputs: in chunks, all at once or little by little. */
final class Mapping {
    private static final int MIN_CHUNKS_AHEAD = 256;
    private static final int CHUNKS_AHEAD_PER_THREAD = 8;
    private static final int SMALL_CHUNKS_AHEAD = 2048;

    private final WorkerPool pool;
    private final int threadsPerWorker;

    Mapping(WorkerPool pool, int threadsPerWorker) {
        this.pool = pool;
        this.threadsPerWorker = threadsPerWorker;
    }

    <R> CompletableFuture<List<R>> mapAsync(TaskFunction<?, ?> function, Iterable<?> inputs, Chunking chunking) {
        Objects.requireNonNull(function, "function");
        List<Object> all = new ArrayList<>();
        inputs.forEach(all::add);
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        int size = chunking.sizeFor(all.size(), pool.size() * threadsPerWorker);
        List<List<?>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(Arrays.asList(
                    all.subList(from, Math.min(all.size(), from + size)).toArray()));
        }
        return new MapJob<R>(pool.calls(), pool.payloads(), sent(function), description("map", function), parts)
                .submit();
    }

    private SentFunction sent(TaskFunction<?, ?> function) {
        pool.expect(function);
        return SentFunction.of(function, pool.payloads(), pool.session());
    }

    /** The size of the chunks is known only when the first have come back, so they are sent little by little. */
    <R> List<R> mapAutomatically(ResultIterator<R> results) throws InterruptedException, ExecutionException {
        List<R> all = new ArrayList<>();
        ExecutionException first = null;
        try (results) {
            while (results.hasNext()) {
                try {
                    all.add(results.next(Duration.ofNanos(Long.MAX_VALUE)));
                } catch (ExecutionException e) {
                    first = first == null ? e : first;
                } catch (TimeoutException e) {
                    throw new AssertionError(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return all;
    }

    <R> ResultIterator<R> imap(TaskFunction<?, ?> function, Iterable<?> inputs, Chunking chunking, int maxChunks) {
        if (maxChunks < 1) {
            throw new IllegalArgumentException("at least 1 chunk is on its way, but not " + maxChunks);
        }
        return begin(
                function,
                inputs,
                new ImapResults.Plan(true, chunking, maxChunks, maxChunks, description("imap", function)));
    }

    <R> ResultIterator<R> imap(TaskFunction<?, ?> function, Iterable<?> inputs, Chunking chunking) {
        return begin(function, inputs, plan(true, chunking, description("imap", function)));
    }

    private ImapResults.Plan plan(boolean isOrdered, Chunking chunking, String description) {
        int chunks = Math.max(MIN_CHUNKS_AHEAD, CHUNKS_AHEAD_PER_THREAD * pool.size() * threadsPerWorker);
        return new ImapResults.Plan(isOrdered, chunking, chunks, Math.max(chunks, SMALL_CHUNKS_AHEAD), description);
    }

    <R> ResultIterator<R> imapUnordered(TaskFunction<?, ?> function, Iterable<?> inputs, Chunking chunking) {
        return begin(function, inputs, plan(false, chunking, description("imapUnordered", function)));
    }

    private <R> ResultIterator<R> begin(TaskFunction<?, ?> function, Iterable<?> inputs, ImapResults.Plan plan) {
        SentFunction sent = sent(Objects.requireNonNull(function, "function"));
        return new ImapResults<R>(pool, sent, plan, inputs.iterator()).begin("multiproc-" + pool.name() + "-input");
    }

    private static String description(String call, TaskFunction<?, ?> function) {
        return call + " of " + function.getClass().getName();
    }
}
