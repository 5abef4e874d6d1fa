package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;
import dev.multiproc.sync.SharedLock;

/** Locks and unlocks one lock that nobody else wants. */
record ServerLockScenario() implements Scenario {
    private static final int STEPS = 2_000;
    private static final int WARM_UPS = 2;

    @Override
    public String name() {
        return "at-lock";
    }

    @Override
    public String description() {
        return "lock and unlock at a server, nobody else wants it";
    }

    @Override
    @SuppressWarnings("LockNotBeforeTry") // Nothing happens in between.
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) {
        SharedLock lock = mp.lock();
        for (int round = 0; round < repetitions + WARM_UPS; round++) {
            long begin = System.nanoTime();
            long steps = 0;
            for (int i = 0; i < STEPS; i++) {
                lock.lock();
                try {
                    steps++;
                } finally {
                    lock.unlock();
                }
            }
            if (round >= WARM_UPS) {
                recorder.add("multiproc-SharedLock", name(), "steps_per_s", steps * 1e9 / (System.nanoTime() - begin));
            }
        }
    }
}
