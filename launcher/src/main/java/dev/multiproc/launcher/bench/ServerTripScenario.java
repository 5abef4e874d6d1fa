package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** There and back: to the server, and over two queues to a child and back. */
record ServerTripScenario(URI address) implements Scenario {
    private static final int TRIPS = 300;
    private static final int WARM_UPS = 1;

    @Override
    public String name() {
        return "at-round-trip";
    }

    @Override
    public String description() {
        return "there and back, one at a time: to the server, and to a child over two queues";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedQueue<Integer> there = mp.queue();
        SharedQueue<Integer> back = mp.queue();
        int rounds = repetitions + WARM_UPS;
        ChildProcess child =
                mp.process("echo", new Echo(there, back, rounds * TRIPS)).start();
        try (BareClient bare = new BareClient(address)) {
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < TRIPS; i++) {
                    bare.ping();
                }
                long middle = System.nanoTime();
                for (int i = 0; i < TRIPS; i++) {
                    there.put(i);
                    int unused = back.take();
                }
                if (round >= WARM_UPS) {
                    add(recorder, "client-PING", middle - begin);
                    add(recorder, "multiproc-SharedQueue", System.nanoTime() - middle);
                }
            }
        }
        child.join();
    }

    private void add(Recorder recorder, String peer, long nanos) {
        recorder.add(peer, name(), "mean_us", TimeUnit.NANOSECONDS.toMicros(nanos) / (double) TRIPS);
    }

    /** Sends back what comes. */
    record Echo(SharedQueue<Integer> there, SharedQueue<Integer> back, int count) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int i = 0; i < count; i++) {
                back.put(there.take());
            }
        }
    }
}
