package dev.multiproc.pool;

import dev.multiproc.Multiprocessing;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.memory.SharedFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pool and its workers are doing, for those who inspect the session from outside. They look at no process, so the pool writes it
 * down now and then. Used by one thread at a time.
 */
final class PoolFigures {
    private static final List<String> TITLES =
            List.of("workers", "tasks waiting", "running", "done", "failed", "workers started", "died");
    private static final List<String> WORKER_TITLES = List.of("pid", "tasks", "percent working");
    /** Of more workers not all are shown: a session has room for 1024 objects of all kinds. */
    private static final int MAX_WORKERS = 32;
    /** Names of objects take up to 80 bytes; a character up to 3. */
    private static final int MAX_NAME_LENGTH = 16;

    private final Multiprocessing session;
    private final String pool;
    /** Null before the first look, and if there is no room. */
    private SharedFigures ofPool;
    /** By the workers' numbers. */
    private final Map<Integer, SharedFigures> ofWorkers = new HashMap<>();

    private boolean isRoom = true;

    PoolFigures(Multiprocessing session, String pool) {
        this.session = session;
        this.pool = pool;
    }

    /** Writes down what is now; nothing if the session is being closed. */
    void show(PoolStatistics statistics, long running, List<WorkerHandle> workers) {
        try {
            write(statistics, running, workers);
        } catch (IllegalStateException e) {
            isRoom = false;
        }
    }

    private void write(PoolStatistics statistics, long running, List<WorkerHandle> workers) {
        if (ofPool == null) {
            ofPool = create("", TITLES);
        }
        if (ofPool != null) {
            long waiting = statistics.submitted() - statistics.done() - running;
            set(
                    ofPool,
                    workers.size(),
                    Math.max(0, waiting),
                    running,
                    statistics.done(),
                    statistics.failed(),
                    statistics.workersStarted(),
                    statistics.workersDied());
        }
        Set<Integer> numbers = new HashSet<>();
        for (WorkerHandle worker : workers) {
            numbers.add(worker.number());
            show(worker);
        }
        for (Integer number : List.copyOf(ofWorkers.keySet())) {
            if (!numbers.contains(number)) {
                delete(ofWorkers.remove(number));
            }
        }
    }

    private void show(WorkerHandle worker) {
        SharedFigures figures = ofWorkers.get(worker.number());
        if (figures == null && ofWorkers.size() < MAX_WORKERS) {
            figures = create("-worker-" + worker.number(), WORKER_TITLES);
            if (figures != null) {
                ofWorkers.put(worker.number(), figures);
            }
        }
        if (figures != null) {
            PoolStatistics.Worker seen = worker.statistics();
            set(figures, seen.pid(), seen.tasks(), Math.round(100 * seen.workRatio()));
        }
    }

    private static void set(SharedFigures figures, long... values) {
        for (int i = 0; i < values.length; i++) {
            figures.set(i, values[i]);
        }
    }

    /** Null if there is no room for another object, or the name is in use; then the pool works all the same. */
    private SharedFigures create(String suffix, List<String> titles) {
        if (!isRoom) {
            return null;
        }
        String begin = pool.length() <= MAX_NAME_LENGTH ? pool : pool.substring(0, MAX_NAME_LENGTH);
        String name = begin.replaceAll("[/!\\p{Cntrl}]", "-") + suffix;
        try {
            // Pools of different processes have the same names.
            return session.createOnly()
                    .sharedFigures(name + " of " + ProcessHandle.current().pid(), titles);
        } catch (MultiprocessingException | IllegalArgumentException e) {
            isRoom = false;
            return null;
        }
    }

    private static void delete(SharedFigures figures) {
        boolean unused = figures.delete();
    }

    void delete() {
        List<SharedFigures> all = new ArrayList<>(ofWorkers.values());
        ofWorkers.clear();
        if (ofPool != null) {
            all.add(ofPool);
        }
        all.forEach(PoolFigures::delete);
    }
}
