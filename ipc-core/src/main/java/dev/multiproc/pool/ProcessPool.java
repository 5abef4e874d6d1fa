package dev.multiproc.pool;

import dev.multiproc.Multiprocessing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs tasks in worker processes: an {@link ExecutorService} whose tasks have heaps and JVMs of their own. Python's {@code Pool} and
 * {@code ProcessPoolExecutor}; made by {@link Multiprocessing#pool(int)}.
 *
 * <p>A task is a lambda, a method reference or a record. It is serialized with what it captures, and so is its result; queues, locks
 * and other shared objects of the session arrive as themselves. What cannot be serialized is refused at the call, by the name of the
 * field.
 *
 * <p><b>Failures</b>: an exception of a task comes back with the worker's stack trace, as the cause of an {@link ExecutionException}.
 * When a worker dies, the one task that it ran fails with a {@link WorkerDiedException}, or is done again if {@link
 * PoolOptions#withRetries} allows it; the worker is replaced and all other tasks go on. The same holds for a result that cannot be
 * sent or read. An initializer that fails breaks the pool once: {@link BrokenPoolException}.
 *
 * <p><b>Threads</b>: safe for use by many threads of the process that made it, also by virtual threads and tasks of a {@code
 * ForkJoinPool}. It cannot be sent to another process. What hangs on a task's future ({@code thenApply}, {@code whenComplete}) runs on
 * a thread of the pool; it may take long, and may wait for other tasks of the pool.
 *
 * <p><b>Ending</b>: {@link #close()} waits for all tasks. A pool that is not closed ends with its session, which cancels its tasks;
 * if this process dies, its workers end.
 */
public final class ProcessPool implements ExecutorService, AutoCloseable {
    private final WorkerPool pool;
    private final Mapping mapping;

    private ProcessPool(WorkerPool pool, PoolOptions options) {
        this.pool = pool;
        mapping = new Mapping(pool, options.values().threads);
    }

    /**
     * Makes a pool; the same as {@link Multiprocessing#pool(PoolOptions)}.
     *
     * @param session the session whose children the workers are
     * @param options how it works
     * @return the pool
     * @throws IllegalStateException if this process is a daemon, which may have no children, or the session is closed
     * @throws IllegalArgumentException if the initializer or the exit hook cannot be serialized
     */
    public static ProcessPool open(Multiprocessing session, PoolOptions options) {
        return new ProcessPool(WorkerPool.open(session, options), options);
    }

    /**
     * The pool's name, with which its workers' names begin.
     *
     * @return for example {@code pool-1}
     */
    public String name() {
        return pool.name();
    }

    // ---------------------------------------------------------------- one task

    /**
     * Has a task run. Python's {@code apply_async} and {@code submit}.
     *
     * @param <T> the type of its result
     * @param task the task
     * @return its future. {@code cancel(true)} interrupts a task that runs, and kills its worker if it goes on; {@code cancel(false)}
     *     cancels one that has not begun, and otherwise lets it go on without anybody waiting for it
     * @throws IllegalArgumentException if the task cannot be serialized
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down or broken, or as many tasks wait as {@link
     *     PoolOptions#withQueueLimit} allows
     */
    public <T> CompletableFuture<T> submit(Task<T> task) {
        return submitAny(task, null);
    }

    /**
     * As {@link #submit(Task)}, for a task whose class is serializable though its type does not say so.
     *
     * @throws IllegalArgumentException if the task cannot be serialized
     */
    @Override
    public <T> CompletableFuture<T> submit(Callable<T> task) {
        return submitAny(task, null);
    }

    /**
     * As {@link #submit(Task)}, for a task without a result.
     *
     * @param task the task
     * @return its future, whose result is null
     */
    public CompletableFuture<Void> submit(VoidTask task) {
        return submitAny(task, null);
    }

    /**
     * As {@link #submit(VoidTask)}, for a task whose class is serializable though its type does not say so.
     *
     * @throws IllegalArgumentException if the task cannot be serialized
     */
    @Override
    public CompletableFuture<?> submit(Runnable task) {
        return submitAny(task, null);
    }

    /**
     * As {@link #submit(Runnable)}, with a result, which stays in this process.
     *
     * @throws IllegalArgumentException if the task cannot be serialized
     */
    @Override
    public <T> CompletableFuture<T> submit(Runnable task, T result) {
        return submitAny(task, result);
    }

    /**
     * Has a task run that nobody waits for. If it fails, the exception goes to the handler for uncaught exceptions of a thread of
     * this process, which prints it if nothing else is set.
     *
     * @param task the task
     */
    public void execute(VoidTask task) {
        executeAny(task);
    }

    /**
     * As {@link #execute(VoidTask)}, for a task whose class is serializable though its type does not say so.
     *
     * @throws IllegalArgumentException if the task cannot be serialized
     */
    @Override
    public void execute(Runnable task) {
        executeAny(task);
    }

    private void executeAny(Object task) {
        CompletableFuture<?> unused = submitAny(task, null).whenComplete((result, failure) -> {
            if (failure != null && !(failure instanceof CancellationException)) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        });
    }

    private <T> CompletableFuture<T> submitAny(Object task, T result) {
        Objects.requireNonNull(task, "task");
        pool.expect(task);
        SingleCall<T> call = new SingleCall<>(pool.calls(), pool.payloads(), task, result);
        pool.calls().submitInLimit(call);
        return call.future();
    }

    /**
     * Has all tasks run and waits for them.
     *
     * @throws IllegalArgumentException if a task cannot be serialized; then none is left running
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return new Invocation<T>(this, tasks).awaitAll(unit.toNanos(timeout));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new Invocation<T>(this, tasks).awaitAny(unit.toNanos(timeout));
    }

    // ---------------------------------------------------------------- many inputs

    /**
     * Applies a function to all inputs and waits for the results. Python's {@code map}, and {@code starmap} with records as inputs. If
     * some fail, the others are still done; then the failure of the first input that failed is thrown.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @return the results, in the order of the inputs
     * @throws ExecutionException if one has failed; the cause says why
     * @throws InterruptedException if interrupted while waiting; then what is not done is cancelled
     * @throws IllegalArgumentException if the function or an input cannot be serialized
     */
    public <T, R> List<R> map(TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs)
            throws InterruptedException, ExecutionException {
        return map(function, inputs, Chunking.pythonDefault());
    }

    /**
     * As {@link #map(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @param chunking how many inputs are sent as one task
     * @return the results, in the order of the inputs
     * @throws ExecutionException if one has failed; the cause says why
     * @throws InterruptedException if interrupted while waiting; then what is not done is cancelled
     */
    public <T, R> List<R> map(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, Chunking chunking)
            throws InterruptedException, ExecutionException {
        if (chunking.isAutomatic()) {
            return mapping.mapAutomatically(imap(function, inputs, chunking));
        }
        CompletableFuture<List<R>> all = mapAsync(function, inputs, chunking);
        try {
            return all.get();
        } catch (InterruptedException e) {
            all.cancel(true);
            throw e;
        }
    }

    /**
     * As {@link #map(TaskFunction, Iterable)}, without waiting. Python's {@code map_async}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs, which are all read and serialized before this returns
     * @return the results; {@code cancel} cancels what is not done
     */
    public <T, R> CompletableFuture<List<R>> mapAsync(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return mapAsync(function, inputs, Chunking.pythonDefault());
    }

    /**
     * As {@link #mapAsync(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs, which are all read and serialized before this returns
     * @param chunking how many inputs are sent as one task; automatic is as the default here
     * @return the results; {@code cancel} cancels what is not done
     */
    public <T, R> CompletableFuture<List<R>> mapAsync(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, Chunking chunking) {
        return mapping.mapAsync(function, inputs, chunking);
    }

    /**
     * Applies a function to inputs, of which there may be more than fit into memory, and gives the results as they come, in the order
     * of the inputs. Python's {@code imap}, except that inputs are read only as far ahead as the workers need it.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @return the results, to be closed if they are not read to their end
     */
    public <T, R> ResultIterator<R> imap(TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return imap(function, inputs, Chunking.pythonDefault());
    }

    /**
     * As {@link #imap(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @param chunking how many inputs are sent as one task
     * @return the results, to be closed if they are not read to their end
     */
    public <T, R> ResultIterator<R> imap(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, Chunking chunking) {
        return mapping.imap(function, inputs, chunking);
    }

    /**
     * As {@link #imap(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @param chunking how many inputs are sent as one task
     * @param maxChunks how many chunks are on their way at most, or done and not yet taken; at least 1
     * @return the results, to be closed if they are not read to their end
     */
    public <T, R> ResultIterator<R> imap(
            TaskFunction<? super T, ? extends R> function,
            Iterable<? extends T> inputs,
            Chunking chunking,
            int maxChunks) {
        return mapping.imap(function, inputs, chunking, maxChunks);
    }

    /**
     * As {@link #imap(TaskFunction, Iterable)}, with the results in the order in which they come. Python's {@code imap_unordered}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @return the results, to be closed if they are not read to their end
     */
    public <T, R> ResultIterator<R> imapUnordered(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return imapUnordered(function, inputs, Chunking.pythonDefault());
    }

    /**
     * As {@link #imapUnordered(TaskFunction, Iterable)}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function the function
     * @param inputs the inputs
     * @param chunking how many inputs are sent as one task
     * @return the results, to be closed if they are not read to their end
     */
    public <T, R> ResultIterator<R> imapUnordered(
            TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, Chunking chunking) {
        return mapping.imapUnordered(function, inputs, chunking);
    }

    /**
     * Puts a large object into shared memory, for tasks to capture what this returns: it travels to each worker once, not with each
     * task. A function of {@code map} needs no such thing: what it captures is read once by each worker anyway.
     *
     * @param <T> the type of the object
     * @param value the object, which has to be serializable
     * @return stands for it; to be closed when no task needs it
     * @throws IllegalArgumentException if it cannot be serialized
     */
    public <T> ShippedValue<T> ship(T value) {
        return ShippedValue.of(Objects.requireNonNull(value, "value"), pool.payloads(), pool.session());
    }

    // ---------------------------------------------------------------- the pool

    /**
     * Changes how many workers there are at most. Workers that are too many leave after their tasks.
     *
     * @param workers from 1 to {@link PoolOptions#MAX_WORKERS}
     * @throws IllegalArgumentException if there are too few or too many
     */
    public void resize(int workers) {
        pool.resize(workers);
    }

    /**
     * What the pool has done so far.
     *
     * @return a snapshot, also after its end
     */
    public PoolStatistics statistics() {
        return pool.statistics();
    }

    /** Accepts no more tasks; those that it has are done. Python's {@code close}. */
    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /**
     * Accepts no more tasks, cancels those that have not begun, and interrupts those that run; a worker whose task goes on is killed
     * after {@link PoolOptions#withCancelGrace}. Python's {@code terminate}, except that nobody waits for ever for a result.
     *
     * @return nothing: a cancelled task's future says so
     */
    @Override
    public List<Runnable> shutdownNow() {
        pool.shutdownNow();
        return List.of();
    }

    /**
     * As {@link #shutdownNow()}, and ends all workers at once by SIGTERM; those that are still there after five seconds, and those that
     * are stopped, by SIGKILL. Python 3.14's {@code terminate_workers}.
     */
    public void terminateWorkers() {
        pool.endWorkersBy(WorkerHandle::terminate);
    }

    /** As {@link #shutdownNow()}, and ends all workers at once by SIGKILL. Python 3.14's {@code kill_workers}. */
    public void killWorkers() {
        pool.endWorkersBy(worker -> worker.process().kill());
    }

    @Override
    public boolean isShutdown() {
        return !pool.calls().isOpen();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }

    /**
     * Waits until all tasks have ended after a shutdown, and all workers. Python's {@code join}.
     *
     * @param timeout how long to wait; zero or less means do not wait
     * @return false if the time is up
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return awaitTermination(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Accepts no more tasks, and waits until those that it has are done, what hangs on their futures has run (for two seconds at most, since it may
     * wait for this), and all workers have ended. If the thread is interrupted
     * meanwhile, as {@link #shutdownNow()}, and it is still interrupted at the end. Closing again does nothing.
     */
    @Override
    public void close() {
        boolean isInterrupted = false;
        shutdown();
        while (!isTerminated()) {
            try {
                awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                if (!isInterrupted) {
                    shutdownNow();
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "ProcessPool[" + name() + ", workers=" + pool.size() + "]";
    }
}
