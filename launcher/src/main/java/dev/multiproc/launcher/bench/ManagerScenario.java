package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.manager.ManagedList;
import dev.multiproc.manager.ManagedMap;
import dev.multiproc.manager.Manager;
import dev.multiproc.sync.SharedBarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Calls of a manager's objects by one client, and by two. */
record ManagerScenario() implements Scenario {
    /** Until the code of both sides is compiled. */
    private static final int WARM_UP_ROUNDS = 20;

    private static final int CALLS = 4000;
    private static final int CALLS_OF_EACH = 3000;
    private static final int PAIRS = 1500;
    private static final int UPDATES = 20;
    private static final int ENTRIES = 1000;
    private static final int ELEMENTS = 10_000;
    private static final String PEER = "multiproc-Manager";

    /** What is timed. */
    private interface Work {
        void run() throws Exception;
    }

    @Override
    public String name() {
        return "h-manager";
    }

    @Override
    public String description() {
        return "calls of a manager's map, list, lock and queue";
    }

    /** The objects of one manager. */
    private record Objects(
            ManagedMap<String, Integer> map,
            ManagedList<Integer> list,
            Lock lock,
            BlockingQueue<Integer> queue,
            Map<String, Integer> entries) {
        static Objects in(Manager manager) {
            return new Objects(
                    manager.map(),
                    manager.list(IntStream.range(0, ELEMENTS).boxed().toList()),
                    manager.lock(),
                    manager.queue(),
                    IntStream.range(0, ENTRIES).boxed().collect(Collectors.toMap(i -> "k" + i, i -> i)));
        }
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        try (Manager manager = mp.manager()) {
            Objects objects = Objects.in(manager);
            objects.map().put("k", 1);
            for (int i = -WARM_UP_ROUNDS; i < repetitions; i++) {
                measure(objects, i < 0 ? new Recorder((key, value) -> {}) : recorder);
            }
            twoClients(mp, objects.map(), recorder, repetitions);
        }
    }

    private static void measure(Objects objects, Recorder recorder) throws Exception {
        ManagedMap<String, Integer> map = objects.map();
        rate(recorder, "h-manager-set", CALLS, () -> {
            for (int i = 0; i < CALLS; i++) {
                map.put("k", i);
            }
        });
        long[] trips = new long[CALLS];
        rate(recorder, "h-manager-get", CALLS, () -> {
            for (int i = 0; i < CALLS; i++) {
                long begin = System.nanoTime();
                map.get("k");
                trips[i] = System.nanoTime() - begin;
            }
        });
        recorder.addLatencies(PEER, "h-manager-get", trips);
        rate(recorder, "h-manager-update-1000", UPDATES, () -> {
            for (int i = 0; i < UPDATES; i++) {
                map.putAll(objects.entries());
            }
        });
        rate(recorder, "h-manager-list-iter-10k", ELEMENTS, () -> {
            int count = 0;
            for (int unused : objects.list()) {
                count++;
            }
            if (count != ELEMENTS) {
                throw new IllegalStateException("elements are missing, count=" + count);
            }
        });
        rate(recorder, "h-manager-lock-acq+rel", PAIRS, () -> {
            for (int i = 0; i < PAIRS; i++) {
                lockAndUnlock(objects.lock());
            }
        });
        rate(recorder, "h-manager-queue-put+get", PAIRS, () -> {
            for (int i = 0; i < PAIRS; i++) {
                objects.queue().put(1);
                objects.queue().take();
            }
        });
    }

    @SuppressWarnings("LockNotBeforeTry") // Nothing is done in between.
    private static void lockAndUnlock(Lock lock) {
        lock.lock();
        lock.unlock();
    }

    private static void rate(Recorder recorder, String name, int count, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        recorder.add(PEER, name, "ops_per_s", count / ((System.nanoTime() - begin) / 1e9));
    }

    private static void twoClients(
            Multiprocessing mp, ManagedMap<String, Integer> map, Recorder recorder, int repetitions) throws Exception {
        SharedBarrier barrier = mp.barrier(3);
        int rounds = WARM_UP_ROUNDS + repetitions;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(mp.process(() -> {
                        for (int round = 0; round < rounds; round++) {
                            barrier.await();
                            for (int call = 0; call < CALLS_OF_EACH; call++) {
                                map.get("k");
                            }
                            barrier.await();
                        }
                    })
                    .start());
        }
        for (int round = 0; round < rounds; round++) {
            barrier.await();
            long begin = System.nanoTime();
            barrier.await();
            if (round >= WARM_UP_ROUNDS) {
                double seconds = (System.nanoTime() - begin) / 1e9;
                recorder.add(PEER, "h-manager-get-2clients", "ops_per_s", 2 * CALLS_OF_EACH / seconds);
            }
        }
        for (ChildProcess child : children) {
            child.joinOrThrow();
        }
    }
}
