package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.OwnedPermits;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import dev.multiproc.sync.SharedSemaphore;
import java.io.Serializable;
import java.util.concurrent.locks.Lock;

/** Acquires and releases uncontended locks and semaphores. */
record LockScenario() implements Scenario {
    private static final int OPERATIONS = 2_000_000;
    private static final int WARM_UPS = 3;

    @Override
    public String name() {
        return "g-lock-uncontended";
    }

    @Override
    public String description() {
        return "locks and semaphores taken and given back, with nobody else at them";
    }

    /** Acquires and releases once. */
    interface LockUse extends Serializable {
        void run() throws InterruptedException;
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedLock lock = mp.lock();
        SharedSemaphore semaphore = mp.boundedSemaphore(1);
        SharedReadWriteLock readWriteLock = mp.readWriteLock();
        measure(mp, recorder, repetitions, "multiproc-SharedLock", () -> use(lock));
        measure(mp, recorder, repetitions, "multiproc-SharedSemaphore", () -> {
            semaphore.acquire();
            semaphore.release();
        });
        measure(mp, recorder, repetitions, "multiproc-SharedSemaphore-owned", () -> {
            try (OwnedPermits permit = semaphore.acquireOwned()) {
                // Nothing to do.
            }
        });
        measure(mp, recorder, repetitions, "multiproc-SharedReadWriteLock-read", () -> use(readWriteLock.readLock()));
        measure(mp, recorder, repetitions, "multiproc-SharedReadWriteLock-write", () -> use(readWriteLock.writeLock()));
    }

    @SuppressWarnings("LockNotBeforeTry") // No code runs between lock and unlock.
    private static void use(Lock lock) {
        lock.lock();
        lock.unlock();
    }

    private void measure(Multiprocessing mp, Recorder recorder, int repetitions, String peer, LockUse use)
            throws InterruptedException {
        SharedQueue<Double> rates = mp.queue();
        int rounds = WARM_UPS + repetitions;
        ChildProcess child = mp.process(new LockUser(use, rates, rounds)).start();
        for (int round = 0; round < rounds; round++) {
            double rate = rates.take();
            if (round >= WARM_UPS) {
                recorder.add(peer, name(), "ops_per_s", rate);
            }
        }
        child.join();
    }

    /** Runs in a JVM of its own, so that its code is not compiled for the use of other kinds of locks. */
    record LockUser(LockUse use, SharedQueue<Double> rates, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < OPERATIONS; i++) {
                    use.run();
                }
                rates.put(OPERATIONS / ((System.nanoTime() - begin) / 1e9));
            }
        }
    }
}
