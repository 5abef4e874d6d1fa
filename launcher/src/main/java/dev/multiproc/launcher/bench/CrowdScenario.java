package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/** Two producers and two consumers on one queue: from the first put to the last take. */
record CrowdScenario() implements Scenario {
    private static final int PARTIES = 2;
    private static final int ITEMS = 300_000;
    private static final int WARM_UPS = 1;

    @Override
    public String name() {
        return "b-2p2c-64B";
    }

    @Override
    public String description() {
        return "two producers, two consumers, items of 64B";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        for (int round = -WARM_UPS; round < repetitions; round++) {
            long nanos = round(mp);
            if (round >= 0) {
                recorder.addRate("multiproc-SharedQueue", name(), 2L * ITEMS, 2L * ITEMS * 64, nanos);
            }
        }
    }

    private static long round(Multiprocessing mp) throws InterruptedException {
        SharedQueue<String> queue = mp.queue();
        SharedQueue<Long> reports = mp.queue();
        SharedQueue<String> starts = mp.queue();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < PARTIES; i++) {
            children.add(mp.process(new Producer(queue, reports, starts)).start());
            children.add(mp.process(new Taker(queue, reports, starts)).start());
        }
        for (int i = 0; i < 2 * PARTIES; i++) {
            reports.take();
        }
        long begin = System.nanoTime();
        starts.putAll(List.of("go", "go", "go", "go"));
        for (int i = 0; i < PARTIES; i++) {
            reports.take();
        }
        queue.shutdown();
        long end = 0;
        for (int i = 0; i < PARTIES; i++) {
            end = Math.max(end, reports.take());
        }
        for (ChildProcess child : children) {
            child.join();
        }
        return end - begin;
    }

    record Producer(SharedQueue<String> queue, SharedQueue<Long> reports, SharedQueue<String> starts)
            implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            String item = "x".repeat(64);
            reports.put(0L);
            starts.take();
            for (int i = 0; i < ITEMS; i++) {
                queue.put(item);
            }
            reports.put(0L);
        }
    }

    record Taker(SharedQueue<String> queue, SharedQueue<Long> reports, SharedQueue<String> starts)
            implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            reports.put(0L);
            starts.take();
            long last = 0;
            try {
                while (true) {
                    queue.take();
                    last = System.nanoTime();
                }
            } catch (QueueShutdownException e) {
                reports.put(last);
            }
        }
    }
}
