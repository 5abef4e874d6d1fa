package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.Chunking;
import dev.multiproc.pool.ProcessPool;
import dev.multiproc.pool.ResultIterator;
import dev.multiproc.pool.WorkerDiedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** A warm pool of two workers and tiny tasks: tasks one by one, in chunks, and there and back; and the death of a worker. */
record PoolScenario() implements Scenario {
    private static final int WORKERS = 2;
    /** Until the code of both sides is compiled. */
    private static final int WARM_UP_ROUNDS = 30;

    private static final int SINGLE_TASKS = 10_000;
    private static final int CHUNKED_TASKS = 100_000;
    private static final int TRIPS = 1000;
    private static final String PEER = "multiproc-ProcessPool(2)";

    @Override
    public String name() {
        return "f-pool";
    }

    @Override
    public String description() {
        return "tiny tasks on a warm pool of two, one by one, in chunks, there and back; a worker's kill to its task's failure";
    }

    static int square(int x) {
        return x * x;
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        try (ProcessPool pool = mp.pool(WORKERS)) {
            List<Integer> single = IntStream.range(0, SINGLE_TASKS).boxed().toList();
            List<Integer> chunked = IntStream.range(0, CHUNKED_TASKS).boxed().toList();
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                pool.map(PoolScenario::square, chunked);
                readAll(pool.imap(PoolScenario::square, single));
                readAll(pool.imapUnordered(PoolScenario::square, single));
                pool.map(PoolScenario::square, single, Chunking.of(1));
                roundTrips(pool);
            }
            for (int i = 0; i < repetitions; i++) {
                measure(pool, recorder, single, chunked);
            }
            for (int i = -1; i < repetitions; i++) {
                double millis = killToFailure(pool) / 1e6;
                if (i >= 0) {
                    recorder.add(PEER, "f-kill-to-failure", "total_ms", millis);
                }
            }
        }
    }

    private static void measure(ProcessPool pool, Recorder recorder, List<Integer> single, List<Integer> chunked)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        pool.map(PoolScenario::square, chunked);
        double seconds = (System.nanoTime() - begin) / 1e9;
        recorder.add(PEER + ".map", "f-map-100k-defchunk", "tasks_per_s", CHUNKED_TASKS / seconds);
        recorder.add(PEER + ".map", "f-map-100k-defchunk", "total_ms", seconds * 1e3);

        begin = System.nanoTime();
        readAll(pool.imap(PoolScenario::square, single));
        addRate(recorder, ".imap", "f-imap-10k-chunk1", begin);

        begin = System.nanoTime();
        readAll(pool.imapUnordered(PoolScenario::square, single));
        addRate(recorder, ".imapUnordered", "f-imap-10k-chunk1", begin);

        begin = System.nanoTime();
        pool.map(PoolScenario::square, single, Chunking.of(1));
        addRate(recorder, ".map", "f-map-10k-chunk1", begin);

        recorder.addLatencies(PEER + ".submit", "f-apply-roundtrip", roundTrips(pool));
    }

    private static void addRate(Recorder recorder, String call, String scenario, long beginNanos) {
        recorder.add(PEER + call, scenario, "tasks_per_s", SINGLE_TASKS * 1e9 / (System.nanoTime() - beginNanos));
    }

    private static void readAll(ResultIterator<Integer> results) {
        int count = 0;
        try (results) {
            while (results.hasNext()) {
                results.next();
                count++;
            }
        }
        if (count != SINGLE_TASKS) {
            throw new IllegalStateException("results are missing, count=" + count);
        }
    }

    private static long[] roundTrips(ProcessPool pool) throws InterruptedException, ExecutionException {
        long[] nanos = new long[TRIPS];
        for (int i = 0; i < TRIPS; i++) {
            long begin = System.nanoTime();
            pool.submit(() -> square(3)).get();
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    /** A task tells its worker's pid and goes on until the worker is killed. */
    private static long killToFailure(ProcessPool pool) throws Exception {
        CompletableFuture<Void> task = pool.submit(PoolScenario::workForEver);
        // Of two workers, the one that runs the long task answers nothing more.
        long idle = pool.submit(() -> ProcessHandle.current().pid()).get();
        long busy = otherWorker(pool, idle);
        long begin = System.nanoTime();
        ProcessHandle.of(busy).orElseThrow().destroyForcibly();
        try {
            task.get();
            throw new IllegalStateException("a task has survived its worker");
        } catch (ExecutionException e) {
            long nanos = System.nanoTime() - begin;
            if (e.getCause() instanceof WorkerDiedException) {
                return nanos;
            }
            throw e;
        }
    }

    private static long otherWorker(ProcessPool pool, long pid) {
        return pool.statistics().workers().stream()
                .filter(worker -> worker.isAlive() && worker.pid() != pid)
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static void workForEver() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
