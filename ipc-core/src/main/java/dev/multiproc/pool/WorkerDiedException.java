package dev.multiproc.pool;

import dev.multiproc.MultiprocessingException;
import java.util.List;
import java.util.OptionalInt;

/**
 * The worker that ran a task ended before the task did: it was killed, it crashed, or the task ended its JVM. Only this task fails;
 * the worker is replaced.
 */
public class WorkerDiedException extends MultiprocessingException {
    private static final long serialVersionUID = 1L;

    /** Why the worker has ended. */
    private final Reason reason;
    /** The worker's process. */
    private final long pid;
    /** How that has ended. */
    private final int exitCode;
    /** Which task it was. */
    private final long taskIndex;
    /** How often it was begun. */
    private final int attempts;

    /** What the worker wrote last. */
    @SuppressWarnings("serial") // It is one of the JDK's immutable lists.
    private final List<String> lastLines;

    /** Why a worker has ended before its task. */
    public enum Reason {
        /** The pool did not end it: somebody's signal, a crash, or an exit by the task. */
        DIED,
        /** The kernel has ended it, most likely, since memory was short. */
        OUT_OF_MEMORY,
        /** The pool, since the task took longer than {@link PoolOptions#withTimeLimit} allows. */
        TIME_LIMIT,
        /** The pool, since it used more memory than {@link PoolOptions#withMemoryLimit} allows. */
        MEMORY_LIMIT,
        /** The pool, since another of its tasks was cancelled or took too long, and did not heed the interrupt. */
        OTHER_TASK,
        /** The pool, which was ended by {@code shutdownNow}, {@code terminateWorkers} or {@code killWorkers}, or was made smaller. */
        POOL_ENDED
    }

    /**
     * Made by the pool.
     *
     * @param message what has happened
     * @param reason why the worker has ended
     * @param worker which worker it was
     * @param taskIndex which task it was
     * @param attempts how often it was begun
     */
    WorkerDiedException(String message, Reason reason, Worker worker, long taskIndex, int attempts) {
        super(message);
        this.reason = reason;
        pid = worker.pid();
        exitCode = worker.exitCode();
        this.taskIndex = taskIndex;
        this.attempts = attempts;
        lastLines = worker.lastLines();
    }

    /**
     * A worker that has ended.
     *
     * @param pid its process id
     * @param exitCode its exit code, or the negative number of a signal
     * @param lastLines what it wrote last
     */
    record Worker(long pid, int exitCode, List<String> lastLines) {}

    /**
     * Why the worker has ended.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The worker's process.
     *
     * @return its process id
     */
    public long pid() {
        return pid;
    }

    /**
     * How the worker's process ended.
     *
     * @return {@code n} after {@code System.exit(n)}, {@code -n} if signal {@code n} ended it
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * The signal that ended the worker.
     *
     * @return its number; empty if no signal did
     */
    public OptionalInt signal() {
        return exitCode < 0 ? OptionalInt.of(-exitCode) : OptionalInt.empty();
    }

    /**
     * Which task it was.
     *
     * @return of a {@code map} or {@code imap}, the number of the first input of the chunk, from 0; else the number of the task in
     *     its pool, from 0
     */
    public long taskIndex() {
        return taskIndex;
    }

    /**
     * How often the task was begun.
     *
     * @return 1 if the pool does not {@linkplain PoolOptions#withRetries do tasks again}
     */
    public int attempts() {
        return attempts;
    }

    /**
     * What the worker wrote last to {@code System.err}; to both its streams, and what its JVM wrote, if its {@linkplain
     * dev.multiproc.ChildOutput output} goes to a file or through this process.
     *
     * @return at most 20 lines of each stream; empty if it wrote nothing
     */
    public List<String> lastLines() {
        return lastLines;
    }
}
