package dev.multiproc.pool;

import dev.multiproc.ChildOptions;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Preload;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How a {@link ProcessPool} works. Immutable: each {@code with} method returns changed options.
 *
 * <p>By default a pool has as many workers as there are processors, each of one thread, started when there is work for them; a
 * task may take any time, is never done twice, and any number of tasks may wait.
 */
public final class PoolOptions {
    /** The most workers that a pool may have. */
    public static final int MAX_WORKERS = 1000;

    /** What happens to a task that is submitted when as many wait as are allowed. */
    public enum WhenFull {
        /** The caller waits until there is room. */
        WAIT,
        /** The task is refused: {@link java.util.concurrent.RejectedExecutionException}. */
        REFUSE
    }

    private final Draft values;

    private PoolOptions(Draft values) {
        this.values = values;
    }

    /**
     * As many workers as there are processors.
     *
     * @return the defaults
     */
    public static PoolOptions defaults() {
        return new PoolOptions(new Draft());
    }

    /**
     * The defaults with a number of workers.
     *
     * @param count how many workers the pool has at most, from 1 to {@link #MAX_WORKERS}
     * @return the options
     * @throws IllegalArgumentException if there are too few or too many
     */
    public static PoolOptions workers(int count) {
        return defaults().withWorkers(count);
    }

    private interface Change {
        void applyTo(Draft draft);
    }

    private PoolOptions with(Change change) {
        Draft draft = values.copy();
        change.applyTo(draft);
        return new PoolOptions(draft);
    }

    private static void check(boolean isRight, String message) {
        if (!isRight) {
            throw new IllegalArgumentException(message);
        }
    }

    private static Duration positive(Duration duration, String name) {
        check(!duration.isNegative() && !duration.isZero(), name + " must be positive, but is " + duration);
        return duration;
    }

    static void checkWorkers(int count) {
        check(count >= 1 && count <= MAX_WORKERS, "a pool has from 1 to " + MAX_WORKERS + " workers, but not " + count);
    }

    /**
     * How many workers the pool has at most. Python's {@code processes}.
     *
     * @param count from 1 to {@link #MAX_WORKERS}
     * @return changed options
     * @throws IllegalArgumentException if there are too few or too many
     */
    public PoolOptions withWorkers(int count) {
        checkWorkers(count);
        return with(draft -> draft.workers = count);
    }

    /**
     * How many tasks a worker runs at once, each on a thread of its own. A worker that dies takes all its tasks with it.
     *
     * @param count from 1 to 1000
     * @return changed options
     * @throws IllegalArgumentException if there are too few or too many
     */
    public PoolOptions withThreadsPerWorker(int count) {
        check(count >= 1 && count <= 1000, "a worker has from 1 to 1000 threads, but not " + count);
        return with(draft -> draft.threads = count);
    }

    /**
     * Whether all workers are started when the pool is made, as Python's {@code Pool} does. By default a worker is started when
     * there is a task and no worker for it.
     *
     * @param eager true to start them at once
     * @return changed options
     */
    public PoolOptions withEagerStart(boolean eager) {
        return with(draft -> draft.eager = eager);
    }

    /**
     * What the pool and its workers are called: worker 2 of pool {@code thumbnails} is {@code thumbnails-worker-2}.
     *
     * @param name the name
     * @return changed options
     */
    public PoolOptions withName(String name) {
        Objects.requireNonNull(name, "name");
        return with(draft -> draft.name = Optional.of(name));
    }

    /**
     * What each worker does before its first task; tasks get its result from {@link PoolWorker#state}. If it fails in one worker,
     * the pool is {@linkplain BrokenPoolException broken}: it is not tried again. Python's {@code initializer}.
     *
     * @param initializer runs in each worker; it has to be serializable, its result does not
     * @return changed options
     */
    public PoolOptions withInitializer(Task<?> initializer) {
        Objects.requireNonNull(initializer, "initializer");
        return with(draft -> draft.initializer = initializer);
    }

    /**
     * What each worker does before it leaves in order: at the end of the pool, or when it is replaced. Not if it is killed.
     *
     * @param hook runs in each worker, which can use {@link PoolWorker#state}; if it throws, the worker prints it
     * @return changed options
     */
    public PoolOptions withExitHook(VoidTask hook) {
        Objects.requireNonNull(hook, "hook");
        return with(draft -> draft.exitHook = hook);
    }

    /**
     * Classes that each worker loads and initializes before its first task.
     *
     * @param classes the classes
     * @return changed options
     */
    public PoolOptions withPreload(Preload classes) {
        Objects.requireNonNull(classes, "classes");
        return with(draft -> draft.preload = classes);
    }

    /**
     * Options of the workers' JVMs, on top of the session's for all children: heap, flags, environment, output.
     *
     * @param options the options
     * @return changed options
     */
    public PoolOptions withChildOptions(ChildOptions options) {
        Objects.requireNonNull(options, "options");
        return with(draft -> draft.childOptions = options);
    }

    /**
     * Has the workers started on another host, by its agent. See {@link ChildOptions#on}; the session has to be one at a server. The
     * program's classes have to be on the agent's class path, and a limit of memory cannot be set.
     *
     * <p>Workers for which the agents have no place wait for one, and the pool works with those that there are. If none works and
     * none is started within the {@linkplain ChildOptions#withHostTimeout time limit}, the pool is {@linkplain BrokenPoolException
     * broken}.
     *
     * @param host the agent's name
     * @return changed options
     * @throws IllegalArgumentException if it is empty or has a blank in it
     */
    public PoolOptions on(String host) {
        ChildOptions unused = ChildOptions.defaults().on(host);
        return with(draft -> draft.host = Optional.of(host));
    }

    /**
     * Has each worker started by an agent, whichever has the fewest children; see {@link #on}.
     *
     * @return changed options
     */
    public PoolOptions onAny() {
        return on(ChildOptions.ANY_HOST);
    }

    /**
     * Whether workers are daemons, which they are by default: they may have no children, so a task can make no pool, and they end
     * with this process, however it ends. Workers that are no daemons end with it too, since they watch it.
     *
     * @param daemon false for tasks that start processes
     * @return changed options
     */
    public PoolOptions withDaemonWorkers(boolean daemon) {
        return with(draft -> draft.daemon = daemon);
    }

    /**
     * After how many tasks a worker is replaced by a new one; a chunk counts as one task. Python's {@code maxtasksperchild}.
     *
     * @param count at least 1
     * @return changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public PoolOptions withMaxTasksPerWorker(int count) {
        check(count >= 1, "a worker runs at least 1 task, but not " + count);
        return with(draft -> draft.maxTasks = count);
    }

    /**
     * After how long without a task a worker leaves; the pool starts another when it is needed.
     *
     * @param timeout at least a millisecond
     * @return changed options
     * @throws IllegalArgumentException if it is shorter
     */
    public PoolOptions withIdleTimeout(Duration timeout) {
        check(
                timeout.compareTo(Duration.ofMillis(1)) >= 0,
                "the idle time-out must be at least 1 ms, but is " + timeout);
        return with(draft -> draft.idleTimeout = Optional.of(timeout));
    }

    /**
     * How much memory a worker may use (its resident set, with heap, code and mapped queues) without being replaced after its
     * task.
     *
     * @param bytes the limit in bytes
     * @return changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public PoolOptions withMemoryTarget(long bytes) {
        check(bytes > 0, "the memory target must be positive, but is " + bytes);
        return with(draft -> draft.memoryTarget = OptionalLong.of(bytes));
    }

    /**
     * How much memory a worker may use (its resident set) without being killed; its task fails then, or is done again. Looked at
     * every 100 milliseconds.
     *
     * @param bytes the limit in bytes
     * @return changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public PoolOptions withMemoryLimit(long bytes) {
        check(bytes > 0, "the memory limit must be positive, but is " + bytes);
        return with(draft -> draft.memoryLimit = OptionalLong.of(bytes));
    }

    /**
     * How long a task may run (of a {@code map}: a chunk). Its worker is killed then, and the task fails with a {@link
     * WorkerDiedException} whose reason is {@link WorkerDiedException.Reason#TIME_LIMIT}, or is done again. Time in the queue does
     * not count. Exact to about 50 milliseconds.
     *
     * @param limit the limit
     * @return changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public PoolOptions withTimeLimit(Duration limit) {
        positive(limit, "the time limit");
        return with(draft -> draft.timeLimit = Optional.of(limit));
    }

    /**
     * How often a task is done again whose worker has died or was killed because of a limit. By default never, since it may have
     * had effects. A task that throws is not done again.
     *
     * @param count 0 to 1000
     * @return changed options
     * @throws IllegalArgumentException if there are too few or too many
     */
    public PoolOptions withRetries(int count) {
        check(count >= 0 && count <= 1000, "a task is done again 0 to 1000 times, but not " + count);
        return with(draft -> draft.retries = count);
    }

    /**
     * How many tasks may wait, beside those that run.
     *
     * @param count at least 1
     * @param whenFull what happens to one more
     * @return changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public PoolOptions withQueueLimit(int count, WhenFull whenFull) {
        Objects.requireNonNull(whenFull, "whenFull");
        check(count >= 1, "at least 1 task may wait, but not " + count);
        return with(draft -> {
            draft.queueLimit = count;
            draft.whenFull = whenFull;
        });
    }

    /**
     * How long a task may go on after it was interrupted, by {@code cancel(true)} or {@code shutdownNow}, until its worker is killed
     * and replaced. A second by default.
     *
     * @param grace zero or more
     * @return changed options
     * @throws IllegalArgumentException if it is negative
     */
    public PoolOptions withCancelGrace(Duration grace) {
        check(!grace.isNegative(), "the grace must not be negative, but is " + grace);
        return with(draft -> draft.cancelGrace = grace);
    }

    /**
     * Who is told how far the pool is: at most five times a second, and when all is done. Called by one thread of the pool at a
     * time; while it runs, the pool starts no workers and checks no limits.
     *
     * @param listener gets the counts
     * @return changed options
     */
    public PoolOptions withProgress(Consumer<? super PoolProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return with(draft -> draft.progress = Optional.of(listener));
    }

    Draft values() {
        return values;
    }

    @Override
    public String toString() {
        return "PoolOptions[workers=" + values.workers + ", threadsPerWorker=" + values.threads + ", retries="
                + values.retries + "]";
    }

    /** The values. Not changed once it is in options. */
    static final class Draft implements Cloneable {
        int workers = Multiprocessing.cpuCount();
        int threads = 1;
        boolean eager;
        Optional<String> name = Optional.empty();
        /** Null for none. */
        Task<?> initializer;
        /** Null for none. */
        VoidTask exitHook;

        Preload preload = Preload.nothing();
        ChildOptions childOptions = ChildOptions.defaults();
        /** Empty for what the child options say. */
        Optional<String> host = Optional.empty();

        boolean daemon = true;
        int maxTasks = Integer.MAX_VALUE;
        Optional<Duration> idleTimeout = Optional.empty();
        OptionalLong memoryTarget = OptionalLong.empty();
        OptionalLong memoryLimit = OptionalLong.empty();
        Optional<Duration> timeLimit = Optional.empty();
        int retries;
        int queueLimit = Integer.MAX_VALUE;
        WhenFull whenFull = WhenFull.WAIT;
        Duration cancelGrace = Duration.ofSeconds(1);
        Optional<Consumer<? super PoolProgress>> progress = Optional.empty();

        /** With the host on which workers are started, if it is another one. */
        ChildOptions ofWorkers() {
            ChildOptions placed = host.isPresent() ? childOptions.on(host.get()) : childOptions;
            return placed.host().isPresent() ? placed.withStartAwaited(false) : placed;
        }

        boolean isElsewhere() {
            return ofWorkers().host().isPresent();
        }

        Draft copy() {
            try {
                return (Draft) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
