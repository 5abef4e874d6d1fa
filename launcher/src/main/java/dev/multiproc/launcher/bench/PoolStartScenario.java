package dev.multiproc.launcher.bench;

import dev.multiproc.Multiprocessing;
import dev.multiproc.pool.ProcessPool;
import java.util.List;

/**
 * A pool of two is made, does one task, and is closed: the time of all three.
 *
 * @param peer the name of the row in the table
 */
record PoolStartScenario(String peer, int spares) implements Scenario {
    private static final int WORKERS = 2;

    static List<Scenario> all() {
        return List.of(
                new PoolStartScenario("multiproc-ProcessPool(2) new JVMs", 0),
                new PoolStartScenario("multiproc-ProcessPool(2) spares", WORKERS));
    }

    @Override
    public String name() {
        return "f-pool-create-1task-close";
    }

    @Override
    public String description() {
        return "a pool of two is made, does one task, and is closed" + (spares > 0 ? ", with spares" : "");
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        for (int i = -1; i < repetitions; i++) {
            // Wait until the class archive has been created and the spare JVMs are ready.
            IdleProcesses.await(spares);
            long begin = System.nanoTime();
            try (ProcessPool pool = mp.pool(WORKERS)) {
                pool.submit(() -> ProcessHandle.current().pid()).get();
            }
            if (i >= 0) {
                recorder.add(peer, name(), "total_ms", (System.nanoTime() - begin) / 1e6);
            }
        }
    }
}
