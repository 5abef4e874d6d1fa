package dev.multiproc.manager;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.PoolOptions;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.pool.Task;
import dev.multiproc.pool.TaskFunction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The pool itself. */
final class PoolObject implements ManagedPool {
    private final ProcessPool pool;

    PoolObject(PoolOptions options) {
        pool = ProcessPool.open(Multiprocessing.current(), options);
    }

    /** A result, in the manager's process. */
    private record Pending<T>(Future<T> future) implements Result<T> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return future.cancel(mayInterruptIfRunning);
        }

        @Override
        public boolean isCancelled() {
            return future.isCancelled();
        }

        @Override
        public boolean isDone() {
            return future.isDone();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            return future.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            return future.get(timeout, unit);
        }
    }

    @Override
    public <T> Result<T> submit(Task<T> task) {
        return new Pending<>(pool.submit(task));
    }

    @Override
    public <T> T apply(Task<T> task) throws ExecutionException, InterruptedException {
        Future<T> future = pool.submit(task);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    @Override
    public <T, R> List<R> map(TaskFunction<? super T, ? extends R> function, List<? extends T> inputs)
            throws ExecutionException, InterruptedException {
        return new ArrayList<>(pool.map(function, inputs));
    }

    @Override
    public <T, R> Iterator<R> imap(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int ahead) {
        throw new UnsupportedOperationException("done in the client");
    }

    @Override
    public void close() {
        pool.close();
    }
}
