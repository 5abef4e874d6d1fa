package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.pipe.Connection;
import dev.multiproc.pipe.Pipe;
import dev.multiproc.queue.SharedQueue;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The time that an item takes to a child and back over two queues, with or without a pause before each round trip. */
record PingPongScenario(String name, String description, long pauseNanos, int trips) implements Scenario {
    private static final int WARM_UP_TRIPS = 30_000;

    static List<Scenario> all() {
        return List.of(
                new PingPongScenario("c-pingpong-64B", "there and back over two queues, or a pipe, at once", 0, 20_000),
                new PingPongScenario("c-pingpong-cold-2ms", "there and back after a pause of 2 ms", 2_000_000, 300));
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedQueue<String> requests = mp.queue();
        SharedQueue<String> replies = mp.queue();
        ChildProcess child = mp.process("echo", new Echo(requests, replies, WARM_UP_TRIPS + trips * (repetitions + 1)))
                .start();
        // The first warm-up has the code compiled, the second lets both processes adapt to the pauses.
        trips(requests, replies, WARM_UP_TRIPS, 0);
        trips(requests, replies, trips, pauseNanos);
        for (int i = 0; i < repetitions; i++) {
            recorder.addLatencies("multiproc-2xSharedQueue", name, trips(requests, replies, trips, pauseNanos));
        }
        child.join();
        overPipe(mp, recorder, repetitions);
    }

    private void overPipe(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        Pipe pipe = mp.pipe();
        Connection mine = pipe.first();
        ChildProcess child = mp.process("echo", new PipeEcho(pipe.second(), WARM_UP_TRIPS + trips * (repetitions + 1)))
                .start();
        trips(mine, WARM_UP_TRIPS, 0);
        trips(mine, trips, pauseNanos);
        for (int i = 0; i < repetitions; i++) {
            recorder.addLatencies("multiproc-Pipe", name, trips(mine, trips, pauseNanos));
        }
        child.join();
        pipe.close();
    }

    private static long[] trips(Connection mine, int count, long pauseNanos) throws Exception {
        String item = "x".repeat(64);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            long begin = System.nanoTime();
            mine.send(item);
            mine.receive();
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    record PipeEcho(Connection end, int trips) implements ProcessTask {
        @Override
        public void run() throws Exception {
            for (int i = 0; i < trips; i++) {
                end.send(end.receive());
            }
        }
    }

    private static long[] trips(SharedQueue<String> requests, SharedQueue<String> replies, int count, long pauseNanos)
            throws InterruptedException {
        String item = "x".repeat(64);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            long begin = System.nanoTime();
            requests.put(item);
            replies.take();
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    record Echo(SharedQueue<String> requests, SharedQueue<String> replies, int trips) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int i = 0; i < trips; i++) {
                replies.put(requests.take());
            }
        }
    }
}
