package dev.multiproc.manager;

import dev.multiproc.pool.Task;
import dev.multiproc.pool.TaskFunction;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A pool whose workers are children of the manager's process: Python's {@code Pool} of a manager. Many processes give it tasks; those
 * and their results pass through the manager, so {@link dev.multiproc.Multiprocessing#pool(int)} is faster for one process.
 *
 * <p>The manager's process has to find the classes of tasks and results too.
 *
 * <p><b>Threads</b>, <b>Processes</b>: safe for use by many. <b>Death</b>: a task whose worker dies fails with a {@link
 * dev.multiproc.pool.WorkerDiedException} in the {@link ExecutionException}. When a client ends, its tasks go on. The workers end with
 * the manager's process, {@code kill -9} too; a pool that no process has a proxy of keeps them until then, unless it is closed.
 */
public interface ManagedPool extends AutoCloseable {
    /**
     * The result of a task, a managed object: any process can wait for it. Python's {@code AsyncResult}.
     *
     * @param <T> the type of the result
     */
    interface Result<T> extends Future<T> {}

    /**
     * Has a worker do a task, and does not wait. Python's {@code apply_async}.
     *
     * @param <T> the type of the result
     * @param task a lambda that is serialized with what it captures
     * @return a proxy of its result
     * @throws java.util.concurrent.RejectedExecutionException if the pool is closed
     */
    <T> Result<T> submit(Task<T> task);

    /**
     * Has a worker do a task, and waits for it. Python's {@code apply}.
     *
     * @param <T> the type of the result
     * @param task a lambda that is serialized with what it captures
     * @return its result
     * @throws ExecutionException with what the task threw
     * @throws InterruptedException if interrupted while waiting; the task is cancelled then
     */
    <T> T apply(Task<T> task) throws ExecutionException, InterruptedException;

    /**
     * Has workers do the same for many inputs, and waits for all. Python's {@code map}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function what to do for each
     * @param inputs the inputs, in a list that is serializable
     * @return the results, in the order of the inputs
     * @throws ExecutionException with what the function threw first
     * @throws InterruptedException if interrupted while waiting; the tasks are cancelled then
     */
    <T, R> List<R> map(TaskFunction<? super T, ? extends R> function, List<? extends T> inputs)
            throws ExecutionException, InterruptedException;

    /**
     * Has workers do the same for many inputs, and gives the results one after the other: of both only a few are in memory. The
     * iterator reads the inputs in the thread that uses it, when it is asked for a result. Python's {@code imap}.
     *
     * @param <T> the type of the inputs
     * @param <R> the type of the results
     * @param function what to do for each
     * @param inputs the inputs, which may be endless
     * @param ahead how many tasks are under way, 1 or more: so many inputs are read before their results are taken. More than the
     *     process's {@linkplain Calls#setLimit calls} to the manager, 64, are not
     * @return the results, in the order of the inputs. {@code next} throws a {@link java.util.concurrent.CompletionException} with what
     *     the function threw, and gives the next result then; so it does if it is interrupted, and the thread stays interrupted. For
     *     one thread at a time
     */
    <T, R> Iterator<R> imap(TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int ahead);

    /** Accepts no more tasks, waits until those that it has are done, and ends the workers. Closing again does nothing. */
    @Override
    void close();
}
