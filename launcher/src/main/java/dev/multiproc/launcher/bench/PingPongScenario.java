package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** An item to a child and back over two queues, with a pause before each or none. */
record PingPongScenario(String name, String description, long pauseNanos, int trips) implements Scenario {
    private static final int WARM_UP_TRIPS = 30_000;

    static List<Scenario> all() {
        return List.of(
                new PingPongScenario("c-pingpong-64B", "there and back over two queues, at once", 0, 20_000),
                new PingPongScenario("c-pingpong-cold-2ms", "there and back after a pause of 2 ms", 2_000_000, 300));
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedQueue<String> there = mp.queue();
        SharedQueue<String> back = mp.queue();
        ChildProcess child = mp.process("echo", new Echo(there, back, WARM_UP_TRIPS + trips * (repetitions + 1)))
                .start();
        // Compiled first, then used to the pauses.
        trips(there, back, WARM_UP_TRIPS, 0);
        trips(there, back, trips, pauseNanos);
        for (int i = 0; i < repetitions; i++) {
            recorder.addLatencies("multiproc-2xSharedQueue", name, trips(there, back, trips, pauseNanos));
        }
        child.join();
    }

    private static long[] trips(SharedQueue<String> there, SharedQueue<String> back, int count, long pauseNanos)
            throws InterruptedException {
        String item = "x".repeat(64);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            long begin = System.nanoTime();
            there.put(item);
            back.take();
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    record Echo(SharedQueue<String> there, SharedQueue<String> back, int trips) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int i = 0; i < trips; i++) {
                back.put(there.take());
            }
        }
    }
}
