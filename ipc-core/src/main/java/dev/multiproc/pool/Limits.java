package dev.multiproc.pool;

import dev.multiproc.pool.WorkerDiedException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a pool looks at now and then: whether tasks take too long, workers use too much memory, or go on after they were told to stop;
 * and how far it is.
 *
 * <p><b>Threads</b>: the supervisor's, except where it is said.
 */
final class Limits {
    private static final long MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final PoolOptions.Draft options;
    private final Calls calls;
    private final Supervisor supervisor;
    private final PoolCounters counters;
    /** Tasks that were interrupted, with the time at which their workers are killed. Guarded by itself. */
    private final Map<Long, Stop> stops = new HashMap<>();

    private long memorySeenNanos = System.nanoTime();
    private long progressToldNanos = System.nanoTime();
    private long doneTold = -1;

    private record Stop(WorkerHandle worker, long atNanos) {}

    Limits(PoolOptions.Draft options, Calls calls, Supervisor supervisor, PoolCounters counters) {
        this.options = options;
        this.calls = calls;
        this.supervisor = supervisor;
        this.counters = counters;
    }

    static void check(PoolOptions.Draft options) {
        if (options.memoryLimit.isPresent() && options.isElsewhere()) {
            throw new UnsupportedOperationException("how much memory a worker on another host uses is not known here:"
                    + " leave out the limit of memory, or set a target");
        }
        boolean isNeeded = options.memoryLimit.isPresent() || options.memoryTarget.isPresent();
        if (isNeeded && !ResidentSet.isKnown()) {
            throw new UnsupportedOperationException(
                    "this system does not say how much memory a process uses (/proc/PID/statm): leave out the limits of memory");
        }
    }

    private static long key(int slot, int generation) {
        return (long) generation << Integer.SIZE | slot;
    }

    /** A task was interrupted since nobody wants it any more. */
    void stopping(WorkerHandle worker, int slot, int generation) {
        stopping(worker, key(slot, generation), options.cancelGrace);
    }

    private void stopping(WorkerHandle worker, long key, Duration grace) {
        synchronized (stops) {
            Stop next = new Stop(worker, System.nanoTime() + grace.toNanos());
            stops.merge(key, next, (before, after) -> before.atNanos() - after.atNanos() < 0 ? before : after);
        }
    }

    /** A task has ended that is over already. Called by the collector. */
    void stopped(int slot, int generation) {
        synchronized (stops) {
            stops.remove(key(slot, generation));
        }
    }

    /** A worker has ended. */
    void ended(WorkerHandle worker) {
        synchronized (stops) {
            stops.values().removeIf(stop -> stop.worker() == worker);
        }
    }

    /** Whether a task was interrupted and has not ended. */
    boolean isStopping() {
        synchronized (stops) {
            return !stops.isEmpty();
        }
    }

    /** All workers were told to end: those that do not are killed. */
    void endAll(Duration grace) {
        for (WorkerHandle worker : supervisor.workers()) {
            stopping(worker, key(worker.number(), -1), grace);
        }
    }

    /** The same for those that have not begun. */
    void endUnbegun(Duration grace) {
        for (WorkerHandle worker : supervisor.workers()) {
            if (worker.state() == WorkerHandle.State.STARTING) {
                stopping(worker, key(worker.number(), -1), grace);
            }
        }
    }

    void tick(List<WorkerHandle> workers) {
        long now = System.nanoTime();
        killStopped(now);
        if (options.timeLimit.isPresent()) {
            killSlow(options.timeLimit.get(), now);
        }
        if (options.memoryLimit.isPresent() && now - memorySeenNanos >= MEMORY_NANOS) {
            memorySeenNanos = now;
            killLarge(workers, options.memoryLimit.getAsLong());
        }
        if (now - progressToldNanos >= PROGRESS_NANOS) {
            progressToldNanos = now;
            tellProgress();
        }
    }

    private void killStopped(long now) {
        synchronized (stops) {
            Iterator<Stop> all = stops.values().iterator();
            while (all.hasNext()) {
                Stop stop = all.next();
                if (now - stop.atNanos() >= 0) {
                    all.remove();
                    boolean isEnd = !calls.isOpen();
                    stop.worker()
                            .kill(
                                    isEnd ? Reason.POOL_ENDED : Reason.OTHER_TASK,
                                    isEnd
                                            ? "the pool was ended, and the task went on"
                                            : "another task of this worker was cancelled, and went on",
                                    null);
                }
            }
        }
    }

    private void killSlow(Duration limit, long now) {
        for (Call call : calls.sent()) {
            int runner = calls.board().runner(call.slot, call.generation);
            if (runner == 0 || runner != call.seenRunner) {
                call.seenRunner = runner;
                call.seenSinceNanos = now;
            } else if (now - call.seenSinceNanos > limit.toNanos()) {
                WorkerHandle worker = supervisor.worker(runner);
                if (worker != null) {
                    worker.kill(
                            Reason.TIME_LIMIT,
                            "a task took longer than the time limit allows, limit=" + limit + ": " + call.description(),
                            call);
                }
            }
        }
    }

    private static void killLarge(List<WorkerHandle> workers, long limit) {
        for (WorkerHandle worker : workers) {
            long bytes = bytesOf(worker);
            if (bytes > limit) {
                worker.kill(
                        Reason.MEMORY_LIMIT,
                        "it used more memory than the limit allows, bytes=" + bytes + ", limit=" + limit,
                        null);
            }
        }
    }

    private static long bytesOf(WorkerHandle worker) {
        try {
            return ResidentSet.of(worker.process().pid().orElseThrow());
        } catch (IOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /** Tells the program how far the pool is, if that has changed. */
    void tellProgress() {
        if (options.progress.isEmpty() || counters.doneCount() == doneTold) {
            return;
        }
        doneTold = counters.doneCount();
        try {
            options.progress.get().accept(counters.progress());
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
