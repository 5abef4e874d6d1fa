package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Two producers and two consumers on one queue: from the first put to the last take. */
record CrowdScenario() implements Scenario {
    private static final int PARTIES = 2;
    private static final int ITEMS = 2_000_000;
    private static final int WARM_UPS = 3;
    private static final String END = "end";

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
        SharedQueue<String> queue = mp.queue();
        Signals signals = new Signals(mp.queue(), mp.queue(), mp.queue(), mp.queue());
        int rounds = repetitions + WARM_UPS;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < PARTIES; i++) {
            children.add(mp.process(new Producer(queue, signals, rounds)).start());
            children.add(mp.process(new Taker(queue, signals, rounds)).start());
        }
        for (int round = 0; round < rounds; round++) {
            long nanos = round(queue, signals);
            if (round >= WARM_UPS) {
                recorder.addRate("multiproc-SharedQueue", name(), (long) PARTIES * ITEMS, PARTIES * ITEMS * 64L, nanos);
            }
        }
        for (ChildProcess child : children) {
            child.join();
        }
    }

    /** All are ready, all start; when the producers are through, each taker gets an end. */
    private static long round(SharedQueue<String> queue, Signals signals) throws InterruptedException {
        latest(signals.ready(), 2 * PARTIES);
        long begin = System.nanoTime();
        signals.starts().putAll(Collections.nCopies(2 * PARTIES, begin));
        latest(signals.allPut(), PARTIES);
        queue.putAll(Collections.nCopies(PARTIES, END));
        return latest(signals.allTaken(), PARTIES) - begin;
    }

    private static long latest(SharedQueue<Long> reports, int count) throws InterruptedException {
        long latest = 0;
        for (int i = 0; i < count; i++) {
            latest = Math.max(latest, reports.take());
        }
        return latest;
    }

    /** How the parties of a round keep step. */
    record Signals(
            SharedQueue<Long> ready, SharedQueue<Long> starts, SharedQueue<Long> allPut, SharedQueue<Long> allTaken)
            implements Serializable {}

    record Producer(SharedQueue<String> queue, Signals signals, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            String item = "x".repeat(64);
            for (int round = 0; round < rounds; round++) {
                signals.ready().put(System.nanoTime());
                signals.starts().take();
                for (int i = 0; i < ITEMS; i++) {
                    queue.put(item);
                }
                signals.allPut().put(System.nanoTime());
            }
        }
    }

    record Taker(SharedQueue<String> queue, Signals signals, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int round = 0; round < rounds; round++) {
                signals.ready().put(System.nanoTime());
                signals.starts().take();
                String item;
                do {
                    item = queue.take();
                } while (!item.equals(END));
                signals.allTaken().put(System.nanoTime());
            }
        }
    }
}
