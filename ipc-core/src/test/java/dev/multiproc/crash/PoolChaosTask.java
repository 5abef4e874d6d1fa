package dev.multiproc.crash;

import dev.multiproc.memory.SharedIntArray;
import dev.multiproc.memory.SharedLongArray;
import dev.multiproc.pool.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task of {@link PoolChaosIT}.
 *
 * @param id which one it is
 * @param kind what it does
 * @param runs how often each was begun
 * @param pids which process began each last
 */
record PoolChaosTask(int id, Kind kind, SharedIntArray runs, SharedLongArray pids) implements Task<Integer> {
    private static final int PAUSE_MILLIS = 30;

    enum Kind {
        QUICK,
        PAUSES,
        THROWS,
        EXITS,
        HALTS,
        /** Until it is interrupted or killed. */
        HOLDS,
        /** Until it is killed. */
        HOLDS_ON
    }

    static int result(int id) {
        return 3 * id + 1;
    }

    @Override
    public Integer call() throws Exception {
        pids.set(id, ProcessHandle.current().pid());
        runs.incrementAndGet(id);
        switch (kind) {
            case QUICK -> {
                return result(id);
            }
            case PAUSES -> {
                boolean unused = new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                return result(id);
            }
            case THROWS -> throw new IllegalStateException("task " + id);
            case EXITS -> System.exit(3);
            case HALTS -> Runtime.getRuntime().halt(4);
            case HOLDS -> new CountDownLatch(1).await();
            case HOLDS_ON -> holdOn();
        }
        throw new AssertionError("goes on after its end");
    }

    private static void holdOn() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // It is killed for that, after a while.
                Thread.onSpinWait();
            }
        }
    }
}
