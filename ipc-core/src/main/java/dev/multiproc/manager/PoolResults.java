package dev.multiproc.manager;

import dev.multiproc.pool.Task;
import dev.multiproc.pool.TaskFunction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The results of a managed pool for many inputs, one after the other. The client asks for each: the manager keeps no result that
 * has come, whatever the client's garbage collector does.
 *
 * @param <T> the type of the inputs
 * @param <R> the type of the results
 */
final class PoolResults<T, R> implements Iterator<R> {
    private final ManagedPool pool;
    private final TaskFunction<? super T, ? extends R> function;
    private final Iterator<? extends T> inputs;
    private final int ahead;

    /** What was asked for, in the order of the inputs. */
    private final Deque<CompletableFuture<R>> pending = new ArrayDeque<>();

    /** What has been read and not been asked for, since the thread was interrupted; else null. */
    private Task<R> read;

    PoolResults(
            ManagedPool pool, TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int ahead) {
        if (ahead < 1) {
            throw new IllegalArgumentException("at least one task has to be under way, ahead=" + ahead);
        }
        this.pool = pool;
        this.function = function;
        this.inputs = inputs.iterator();
        this.ahead = ahead;
    }

    /** As a method of a proxy is called. */
    @SuppressWarnings("unchecked") // The arguments are those of the method.
    static Iterator<Object> of(Object pool, Object[] given) {
        return new PoolResults<>(
                (ManagedPool) pool, (TaskFunction<Object, Object>) given[0], (Iterable<Object>) given[1], (int)
                        given[2]);
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty() || read != null || inputs.hasNext();
    }

    @Override
    public R next() {
        try {
            fill();
            if (pending.isEmpty()) {
                throw new NoSuchElementException("all inputs have had their results");
            }
            pending.peek().exceptionally(failure -> null).get();
            return pending.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while waiting for a result, which can be asked for again", e);
        } catch (ExecutionException e) {
            Throwable failure = e.getCause();
            throw new CompletionException(failure instanceof ExecutionException ? failure.getCause() : failure);
        }
    }

    private void fill() throws InterruptedException {
        while (pending.size() < ahead && (read != null || inputs.hasNext())) {
            if (read == null) {
                read = task(function, inputs.next());
            }
            Task<R> task = read;
            pending.add(Calls.callAsync(pool, p -> p.apply(task)));
            read = null;
        }
    }

    private static <T, R> Task<R> task(TaskFunction<? super T, ? extends R> function, T input) {
        return () -> function.apply(input);
    }
}
