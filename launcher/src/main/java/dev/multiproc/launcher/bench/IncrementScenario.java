package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.memory.SharedDoubleArray;
import dev.multiproc.memory.SharedLong;
import dev.multiproc.memory.SharedLongArray;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A counter in shared memory that a single process increments, compared with a counter on the heap. */
record IncrementScenario() implements Scenario {
    private static final int TIMES = 200_000;
    private static final int WARM_UP_ROUNDS = 50;
    private static final List<String> PEERS = List.of(
            "java-AtomicLong", "multiproc-SharedLong", "multiproc-SharedLongArray", "multiproc-SharedLong+lock");

    @Override
    public String name() {
        return "g-inc-uncontended-1x200k";
    }

    @Override
    public String description() {
        return "a shared counter that one process increments";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedDoubleArray rates = mp.sharedDoubleArray(PEERS.size() * repetitions);
        Incrementer incrementer = new Incrementer(mp.sharedLong(0), mp.sharedLongArray(1), rates, repetitions);
        ChildProcess child = mp.process("incrementer", incrementer).start();
        child.join();
        for (int i = 0; i < rates.length(); i++) {
            recorder.add(PEERS.get(i % PEERS.size()), name(), "ops_per_s", rates.get(i));
        }
    }

    record Incrementer(SharedLong value, SharedLongArray array, SharedDoubleArray rates, int repetitions)
            implements ProcessTask {
        @Override
        public void run() {
            AtomicLong heap = new AtomicLong();
            for (int i = -WARM_UP_ROUNDS; i < repetitions; i++) {
                record(i, 0, incrementHeap(heap));
                record(i, 1, increment(value));
                record(i, 2, increment(array));
                record(i, 3, incrementLocked(value));
            }
        }

        private void record(int repetition, int peer, long nanos) {
            if (repetition >= 0) {
                rates.set(repetition * PEERS.size() + peer, TIMES / (nanos / 1e9));
            }
        }

        private static long incrementHeap(AtomicLong value) {
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                value.getAndAdd(1);
            }
            return System.nanoTime() - begin;
        }

        private static long increment(SharedLong value) {
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                value.getAndAdd(1);
            }
            return System.nanoTime() - begin;
        }

        private static long increment(SharedLongArray array) {
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                array.getAndAdd(0, 1);
            }
            return System.nanoTime() - begin;
        }

        /** Increments under a lock, as Python does. */
        private static long incrementLocked(SharedLong value) {
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                value.lock().lock();
                try {
                    value.setPlain(value.getPlain() + 1);
                } finally {
                    value.lock().unlock();
                }
            }
            return System.nanoTime() - begin;
        }
    }
}
