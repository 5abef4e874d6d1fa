package dev.multiproc.pool;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.pool.WorkerDiedException.Reason;
import dev.multiproc.pool.WorkerHandle.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts workers, replaces those that end, and ends them. All its work is done by one thread, whose tasks are the methods below that
 * say so.
 */
final class Supervisor {
    /** How often starts may fail one after the other until the pool is broken. */
    private static final int MAX_FAILED_STARTS = 3;
    /** Of the workers that have ended. */
    private static final int MAX_ENDED = 1000;

    private static final long TICK_MILLIS = 20;

    private final Multiprocessing session;
    private final WorkerTask.Settings settings;
    private final PoolOptions.Draft options;
    private final String poolName;
    private final Board board;
    private final Events events;
    private final ScheduledThreadPoolExecutor thread;

    /** Those that have not ended. Changed by the thread only, under the lock of this, as are the next two. */
    private final List<WorkerHandle> workers = new CopyOnWriteArrayList<>();

    private final Deque<WorkerHandle> ended = new ArrayDeque<>();
    private volatile int startedCount;
    private int diedCount;

    /** The class of a task, or of the initializer; null before there is one. */
    private volatile Class<?> taskClass;

    private volatile int size;
    /** For how many tasks there are workers: the caller of {@link #need} looks at it. */
    private volatile int capacity;

    private volatile int needed;
    /** Used by the thread only, as are the next ones. */
    private int refusedStarts;

    /** Of workers that ended before they were ready. */
    private int failedStarts;

    private boolean isEnding;
    private volatile boolean isTicking;

    private final AtomicBoolean isCheckComing = new AtomicBoolean();
    /** Those that have not ended, by their numbers. */
    private final Map<Integer, WorkerHandle> byNumber = new ConcurrentHashMap<>();

    private volatile boolean startsNoMore;

    /** What the supervisor tells its pool, on its thread. */
    interface Events {
        /** A worker has ended, and its part of the session has been swept. */
        void ended(WorkerHandle worker);

        /** No worker can be started. */
        void broken(String message, Throwable cause);

        /** Called every 20 milliseconds while there are tasks. */
        void tick(List<WorkerHandle> workers);

        /** There is nothing to look at any more, until there are tasks again. */
        void quiet();

        /** Whether there is something to look at now and then. */
        boolean isBusy();

        /** How many tasks there are. */
        int taskCount();

        /** The last worker has ended, after {@link #end}. */
        void allEnded();
    }

    Supervisor(
            Multiprocessing session,
            WorkerTask.Settings settings,
            PoolOptions.Draft options,
            String poolName,
            Events events) {
        this.session = session;
        this.settings = settings;
        this.options = options;
        this.poolName = poolName;
        this.events = events;
        board = settings.board();
        size = options.workers;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "multiproc-" + poolName);
            made.setDaemon(true);
            return made;
        });
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Has something done by the thread. */
    void execute(Runnable task) {
        thread.execute(() -> run(task));
    }

    private void executeLater(Runnable task, long millis) {
        Future<?> unused = thread.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            events.broken("pool " + poolName + " has failed: " + e, e);
        }
    }

    /** Starts as many workers as so many tasks need. Costs next to nothing if they are there. */
    void need(int tasks) {
        if (tasks > needed) {
            needed = tasks;
        }
        if (startedCount == 0) {
            startFirst();
        }
        boolean isShort = tasks > capacity && capacity < size * options.threads;
        if ((isShort || !isTicking) && isCheckComing.compareAndSet(false, true)) {
            execute(this::check);
        }
    }

    /**
     * Starts the first worker on the thread of the program that gives the first task: where classes exist in memory only, as in
     * JShell, children get those on the stack of the thread that starts them.
     */
    void startFirst() {
        if (startedCount == 0) {
            check();
        }
    }

    /** Starts workers if there are too few. On the thread, except for the first one. */
    synchronized void check() {
        isCheckComing.set(false);
        startTicking();
        try {
            while (!isEnding && !startsNoMore && working() < target()) {
                start();
                refusedStarts = 0;
            }
        } catch (RuntimeException e) {
            refusedStarts++;
            // The machine may have room for a process later; all else stays as it is.
            if (refusedStarts >= MAX_FAILED_STARTS || !(e instanceof MultiprocessingException)) {
                events.broken("the pool cannot start a worker: " + e.getMessage(), e);
            } else {
                executeLater(this::check, 50L << refusedStarts);
            }
        }
    }

    private int target() {
        int tasks = Math.max(needed, events.taskCount());
        needed = 0;
        return options.eager ? size : Math.min(size, (tasks - 1 + options.threads) / options.threads);
    }

    private int working() {
        int count = 0;
        for (WorkerHandle worker : workers) {
            State state = worker.state();
            if (state == State.STARTING || state == State.WORKS) {
                count++;
            }
        }
        capacity = count * options.threads;
        return count;
    }

    /** Starts the workers of an eager pool, on the caller's thread, before anything else happens. */
    void startAll() {
        while (workers.size() < size) {
            start();
        }
        working();
    }

    private void start() {
        int number = startedCount + 1;
        int place = freePlace();
        String name = poolName + "-worker-" + number;
        ChildProcess process = session.process(name, new WorkerTask(settings, name, number, place))
                .daemon(options.daemon)
                .options(ownOptions());
        WorkerHandle worker = new WorkerHandle(number, place, name, process, options.isElsewhere());
        process.start();
        synchronized (this) {
            startedCount = number;
            workers.add(worker);
            byNumber.put(number, worker);
        }
        CompletableFuture<Void> unused = process.onExit().thenRun(() -> execute(() -> events.ended(worker)));
    }

    private ChildOptions ownOptions() {
        Class<?> type = taskClass;
        ChildOptions ofAll = options.ofWorkers();
        return type == null || type.getClassLoader() == null ? ofAll : ofAll.withClassesOf(type);
    }

    /** Workers that are started from now on find the classes that this one finds. */
    void findClassesOf(Object task) {
        taskClass = task.getClass();
    }

    private int freePlace() {
        Set<Integer> taken = new HashSet<>();
        for (WorkerHandle worker : workers) {
            taken.add(worker.place());
        }
        int place = 0;
        while (taken.contains(place)) {
            place++;
        }
        return place;
    }

    /** On the thread: a worker has ended and its tasks are settled. */
    void remove(WorkerHandle worker, boolean hasBegun) {
        synchronized (this) {
            workers.remove(worker);
            byNumber.remove(worker.number());
            ended.add(worker);
            if (ended.size() > MAX_ENDED) {
                ended.remove();
            }
            if (!worker.hasLeft()) {
                diedCount++;
            }
        }
        working();
        if (isEnding || startsNoMore) {
            endIfLast();
            return;
        }
        if (isWithoutPlace(worker, hasBegun)) {
            check();
            return;
        }
        failedStarts = hasBegun ? 0 : failedStarts + 1;
        if (failedStarts >= MAX_FAILED_STARTS
                || !hasBegun && worker.process().pid().isEmpty()) {
            events.broken(
                    "the pool's workers end before they can work, exitCode="
                            + worker.process().exitCode().orElse(0),
                    worker.process().failure().orElse(null));
        } else {
            check();
        }
    }

    /** Whether no agent had a place for it, and others work. */
    private boolean isWithoutPlace(WorkerHandle ended, boolean hasBegun) {
        if (hasBegun || ended.process().pid().isPresent()) {
            return false;
        }
        for (WorkerHandle worker : workers) {
            if (worker.state() == State.WORKS || worker.process().pid().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** On the thread: looks at limits from now on, as long as the pool is busy. */
    void startTicking() {
        if (!isTicking) {
            isTicking = true;
            executeLater(this::tick, TICK_MILLIS);
        }
    }

    private void tick() {
        events.tick(workers);
        if (events.isBusy() || isEnding || startsNoMore && !workers.isEmpty()) {
            executeLater(this::tick, TICK_MILLIS);
        } else {
            isTicking = false;
            events.quiet();
            if (events.isBusy()) {
                startTicking(); // A task has come just now, and seen that this is done.
            }
        }
    }

    /** Changes the number of workers. */
    void resize(int newSize) {
        size = newSize;
        execute(() -> {
            int tooMany = working() - newSize;
            for (int i = workers.size() - 1; i >= 0 && tooMany > 0; i--) {
                State state = workers.get(i).state();
                if (state == State.STARTING || state == State.WORKS) {
                    order(workers.get(i), Board.LEAVE);
                    tooMany--;
                }
            }
            check();
        });
    }

    int size() {
        return size;
    }

    /**
     * Tells a worker to leave. An interrupt would fail its initializer: so one that has not begun is told later, or is ended if the
     * order is to end at once.
     */
    void order(WorkerHandle worker, int order) {
        if (worker.isToLeaveWhenReady(order)) {
            return;
        }
        if (worker.state() == State.STARTING) {
            endUnbegun(worker);
            return;
        }
        board.order(worker.place(), worker.number(), order);
        worker.setLeaving();
        worker.process().interrupt();
    }

    /** The worker with this number; null if it has ended. */
    WorkerHandle worker(int number) {
        return byNumber.get(number);
    }

    synchronized List<WorkerHandle> workers() {
        return List.copyOf(workers);
    }

    synchronized List<PoolStatistics.Worker> statistics() {
        List<PoolStatistics.Worker> all = new ArrayList<>();
        for (WorkerHandle worker : ended) {
            all.add(worker.statistics());
        }
        for (WorkerHandle worker : workers) {
            all.add(worker.statistics());
        }
        return all;
    }

    synchronized int startedCount() {
        return startedCount;
    }

    synchronized int diedCount() {
        return diedCount;
    }

    /** On the thread: no more workers are started; those that have nothing to do yet are ended. */
    void end() {
        if (!isEnding) {
            isEnding = true;
            for (WorkerHandle worker : workers) {
                if (worker.state() == State.STARTING) {
                    endUnbegun(worker);
                }
            }
            startTicking();
            endIfLast();
        }
    }

    private static void endUnbegun(WorkerHandle worker) {
        worker.setReason(Reason.POOL_ENDED, "the pool was ended or made smaller");
        worker.setLeaving();
        worker.terminate();
    }

    /** Whether {@link #startNoMore} was called. */
    boolean startsNoMore() {
        return startsNoMore;
    }

    /** From now on no worker is replaced; when the last one has ended, the pool has. */
    void startNoMore() {
        startsNoMore = true;
        execute(this::endIfLast);
    }

    private void endIfLast() {
        if (workers.isEmpty()) {
            events.allEnded();
        }
    }

    /** Ends the thread. */
    void stop() {
        thread.shutdown();
    }
}
