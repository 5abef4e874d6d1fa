package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Producers and consumers of one queue, each in a process of its own: the time from the first put to the last take. */
record ManyToManyScenario(int producers, int consumers) implements Scenario {
    private static final int ITEMS = 2_000_000;
    private static final String END = "end";

    static List<Scenario> all() {
        return List.of(
                new ManyToManyScenario(2, 2),
                new ManyToManyScenario(1, 1),
                new ManyToManyScenario(1, 4),
                new ManyToManyScenario(1, 16),
                new ManyToManyScenario(1, 32));
    }

    @Override
    public String name() {
        return "b-" + producers + "p" + consumers + "c-64B";
    }

    @Override
    public String description() {
        return "producers: " + producers + ", consumers: " + consumers + ", items of 64B";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        SharedQueue<String> queue = mp.queue();
        RoundSync sync = new RoundSync(mp.queue(), mp.queue(), mp.queue(), mp.queue());
        int rounds = repetitions + warmUps();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            children.add(mp.process(new Producer(queue, sync, rounds)).start());
        }
        for (int i = 0; i < consumers; i++) {
            children.add(mp.process(new Consumer(queue, sync, rounds)).start());
        }
        for (int round = 0; round < rounds; round++) {
            long nanos = round(queue, sync);
            if (round >= warmUps()) {
                recorder.addRate(
                        "multiproc-SharedQueue", name(), (long) producers * ITEMS, 64L * producers * ITEMS, nanos);
            }
        }
        for (ChildProcess child : children) {
            child.join();
        }
    }

    /** Each of many consumers gets few items, so it takes more of them until all have compiled their code. */
    private int warmUps() {
        return 3 + consumers;
    }

    /** Starts all children when they are ready; puts an end signal for each consumer when the producers are done. */
    private long round(SharedQueue<String> queue, RoundSync sync) throws InterruptedException {
        latest(sync.ready(), producers + consumers);
        long begin = System.nanoTime();
        sync.starts().putAll(Collections.nCopies(producers + consumers, begin));
        latest(sync.allPut(), producers);
        queue.putAll(Collections.nCopies(consumers, END));
        return latest(sync.allTaken(), consumers) - begin;
    }

    private static long latest(SharedQueue<Long> reports, int count) throws InterruptedException {
        long latest = 0;
        for (int i = 0; i < count; i++) {
            latest = Math.max(latest, reports.take());
        }
        return latest;
    }

    /** The queues that synchronize the children of a round with the parent. */
    record RoundSync(
            SharedQueue<Long> ready, SharedQueue<Long> starts, SharedQueue<Long> allPut, SharedQueue<Long> allTaken)
            implements Serializable {}

    record Producer(SharedQueue<String> queue, RoundSync sync, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            String item = "x".repeat(64);
            for (int round = 0; round < rounds; round++) {
                sync.ready().put(System.nanoTime());
                sync.starts().take();
                for (int i = 0; i < ITEMS; i++) {
                    queue.put(item);
                }
                sync.allPut().put(System.nanoTime());
            }
        }
    }

    record Consumer(SharedQueue<String> queue, RoundSync sync, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int round = 0; round < rounds; round++) {
                sync.ready().put(System.nanoTime());
                sync.starts().take();
                String item;
                do {
                    item = queue.take();
                } while (!item.equals(END));
                sync.allTaken().put(System.nanoTime());
            }
        }
    }
}
