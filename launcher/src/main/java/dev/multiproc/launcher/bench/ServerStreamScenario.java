package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Items of 64 bytes from this process to one child, until the child has the last one; beside it the client by itself with one command
 * an item. The first rounds are not recorded.
 */
record ServerStreamScenario(URI address) implements Scenario {
    private static final int ONE_BY_ONE = 4_000;
    private static final int IN_BATCHES = 200_000;
    private static final int BATCH = 256;
    private static final int WARM_UPS = 2;
    private static final String ITEM = "x".repeat(64);

    @Override
    public String name() {
        return "at-stream-64B";
    }

    @Override
    public String description() {
        return "one producer, one consumer, items of 64 bytes, at a server";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        int rounds = repetitions + WARM_UPS;
        bare(mp, recorder, rounds);
        plain(mp, recorder, rounds, false);
        plain(mp, recorder, rounds, true);
        joinable(mp, recorder, rounds, false);
        joinable(mp, recorder, rounds, true);
    }

    private void bare(Multiprocessing mp, Recorder recorder, int rounds) throws Exception {
        SharedQueue<Long> ends = mp.queue();
        String key = "multiproc-bench-" + UUID.randomUUID();
        ChildProcess child = mp.process("consumer", new BareConsumer(address, key, ends, rounds))
                .start();
        try (BareClient client = new BareClient(address)) {
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < ONE_BY_ONE; i++) {
                    client.push(key, ITEM);
                }
                record(recorder, "client-LPUSH-BRPOP", round, ONE_BY_ONE, ends.take() - begin);
            }
            child.join();
            client.delete(key);
        }
    }

    private void plain(Multiprocessing mp, Recorder recorder, int rounds, boolean inBatches) throws Exception {
        SharedQueue<String> queue = mp.queue();
        SharedQueue<Long> ends = mp.queue();
        int items = inBatches ? IN_BATCHES : ONE_BY_ONE;
        ChildProcess child =
                mp.process("consumer", new Consumer(queue, ends, items, rounds)).start();
        String peer = inBatches ? "multiproc-SharedQueue-batch256" : "multiproc-SharedQueue";
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            put(queue, items, inBatches);
            record(recorder, peer, round, items, ends.take() - begin);
        }
        child.join();
    }

    private void joinable(Multiprocessing mp, Recorder recorder, int rounds, boolean inBatches) throws Exception {
        JoinableQueue<String> queue = mp.joinableQueue();
        int items = inBatches ? IN_BATCHES : ONE_BY_ONE;
        ChildProcess child =
                mp.process("consumer", new Finisher(queue, items * rounds)).start();
        String peer = inBatches ? "multiproc-JoinableQueue-batch256" : "multiproc-JoinableQueue";
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            put(queue, items, inBatches);
            queue.join();
            record(recorder, peer, round, items, System.nanoTime() - begin);
        }
        child.join();
    }

    private static void put(SharedQueue<String> queue, int items, boolean inBatches) throws InterruptedException {
        if (!inBatches) {
            for (int i = 0; i < items; i++) {
                queue.put(ITEM);
            }
            return;
        }
        for (int i = 0; i < items; i += BATCH) {
            queue.putAll(Collections.nCopies(Math.min(BATCH, items - i), ITEM));
        }
    }

    private void record(Recorder recorder, String peer, int round, int items, long nanos) {
        if (round >= WARM_UPS) {
            recorder.addRate(peer, name(), items, (long) items * ITEM.length(), nanos);
        }
    }

    /** Takes with one command an item. */
    record BareConsumer(URI address, String key, SharedQueue<Long> ends, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            try (BareClient client = new BareClient(address)) {
                for (int round = 0; round < rounds; round++) {
                    for (int i = 0; i < ONE_BY_ONE; i++) {
                        String unused = client.pop(key);
                    }
                    ends.put(System.nanoTime());
                }
            }
        }
    }

    /** Takes all items of a round, and reports when it had the last one. */
    record Consumer(SharedQueue<String> queue, SharedQueue<Long> ends, int items, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            List<String> batch = new ArrayList<>(BATCH);
            for (int round = 0; round < rounds; round++) {
                for (int taken = 0; taken < items; taken++) {
                    queue.take();
                    batch.clear();
                    taken += queue.drainTo(batch, Math.min(BATCH, items - taken - 1));
                }
                ends.put(System.nanoTime());
            }
        }
    }

    /** Takes and finishes items. */
    record Finisher(JoinableQueue<String> queue, int items) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int i = 0; i < items; i++) {
                queue.take();
                queue.taskDone();
            }
        }
    }
}
