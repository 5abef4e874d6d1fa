package dev.multiproc.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Several tasks that were submitted together: {@code invokeAll} and {@code invokeAny}.
 *
 * @param <T> the type of their results
 */
final class Invocation<T> {
    private final long beginNanos = System.nanoTime();
    private final List<Future<T>> futures = new ArrayList<>();

    /** Submits the tasks. If one is refused, the others are cancelled. */
    Invocation(ProcessPool pool, Collection<? extends Callable<T>> tasks) {
        boolean isDone = false;
        try {
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(task));
            }
            isDone = true;
        } finally {
            if (!isDone) {
                cancelAll();
            }
        }
    }

    private void cancelAll() {
        for (Future<?> future : futures) {
            future.cancel(true);
        }
    }

    private long left(long timeoutNanos) {
        return timeoutNanos - (System.nanoTime() - beginNanos);
    }

    List<Future<T>> awaitAll(long timeoutNanos) throws InterruptedException {
        try {
            for (Future<T> future : futures) {
                awaitEnd(future, left(timeoutNanos));
            }
            return futures;
        } catch (TimeoutException e) {
            // Those that are not done are cancelled, as the contract says.
            return futures;
        } finally {
            // Does nothing to those that are done.
            cancelAll();
        }
    }

    private static void awaitEnd(Future<?> future, long nanos) throws InterruptedException, TimeoutException {
        try {
            future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
            // Its user sees that in the future.
            return;
        }
    }

    T awaitAny(long timeoutNanos) throws InterruptedException, ExecutionException, TimeoutException {
        if (futures.isEmpty()) {
            throw new IllegalArgumentException("there is no task");
        }
        LinkedBlockingQueue<Future<T>> ended = new LinkedBlockingQueue<>();
        try {
            for (Future<T> future : futures) {
                CompletableFuture<T> unused =
                        ((CompletableFuture<T>) future).whenComplete((result, failure) -> ended.add(future));
            }
            return awaitFirst(ended, timeoutNanos);
        } finally {
            cancelAll();
        }
    }

    private T awaitFirst(LinkedBlockingQueue<Future<T>> ended, long timeoutNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutionException last = null;
        for (int i = 0; i < futures.size(); i++) {
            Future<T> next = ended.poll(left(timeoutNanos), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new TimeoutException("no task has ended well in time");
            }
            try {
                return next.get();
            } catch (ExecutionException e) {
                last = e;
            } catch (CancellationException e) {
                last = new ExecutionException(e);
            }
        }
        throw last;
    }
}
