package dev.multiproc.pool;

/**
 * The worker in which a task runs, for the task: which one it is, and what its initializer has made.
 *
 * <p><b>Threads</b>: safe for use by many threads of the worker.
 */
public final class PoolWorker {
    private static volatile PoolWorker current;

    private final String name;
    private final int number;
    private volatile Object state;

    PoolWorker(String name, int number) {
        this.name = name;
        this.number = number;
    }

    static void enter(PoolWorker worker) {
        current = worker;
    }

    void setState(Object newState) {
        state = newState;
    }

    /**
     * The worker that this process is.
     *
     * @return the worker
     * @throws IllegalStateException if this process is no worker of a pool
     */
    public static PoolWorker current() {
        PoolWorker worker = current;
        if (worker == null) {
            throw new IllegalStateException("this process is no worker of a pool");
        }
        return worker;
    }

    /**
     * The worker's name, which is its process's name too.
     *
     * @return for example {@code pool-1-worker-2}
     */
    public String name() {
        return name;
    }

    /**
     * Which worker of its pool it is. One that replaces another has a number of its own.
     *
     * @return its number, from 1
     */
    public int number() {
        return number;
    }

    /**
     * What {@link PoolOptions#withInitializer} has made in this worker: a connection, a model, a cache.
     *
     * @param <S> its type
     * @param type its class
     * @return the object
     * @throws IllegalStateException if the pool has no initializer, or it has returned null or not ended
     * @throws ClassCastException if it has another type
     */
    public <S> S state(Class<S> type) {
        Object made = state;
        if (made == null) {
            throw new IllegalStateException("the pool's initializer has made nothing in this worker, worker=" + name);
        }
        return type.cast(made);
    }
}
