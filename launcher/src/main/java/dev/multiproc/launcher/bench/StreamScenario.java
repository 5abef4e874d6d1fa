package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Items from this process to one child at full speed, until the child has the last one. A round takes about half a second.
 * The first rounds are not recorded, so that the recorded ones run compiled code.
 */
record StreamScenario(String size, int payloadBytes, int items) implements Scenario {
    private static final int BATCH = 256;
    private static final int WARM_UPS = 3;

    static List<Scenario> all() {
        return List.of(
                new StreamScenario("64B", 64, 4_000_000),
                new StreamScenario("1KiB", 1024, 1_000_000),
                new StreamScenario("1MiB", 1 << 20, 1_000));
    }

    @Override
    public String name() {
        return "a-stream-" + size;
    }

    @Override
    public String description() {
        return "one producer, one consumer, items of " + size;
    }

    @Override
    public List<String> jvmArgs() {
        return RawChronicle.FLAGS;
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        plain(mp, recorder, repetitions, false);
        joinable(mp, recorder, repetitions);
        if (payloadBytes <= 1024) {
            plain(mp, recorder, repetitions, true);
        }
        PipeStream.run(mp, recorder, this, repetitions);
        RawChronicle.stream(mp, recorder, this, repetitions);
    }

    Object item() {
        return payloadBytes == 64 ? "x".repeat(64) : new byte[payloadBytes];
    }

    private void plain(Multiprocessing mp, Recorder recorder, int repetitions, boolean inBatches) throws Exception {
        SharedQueue<Object> queue = mp.queue();
        SharedQueue<Long> ends = mp.queue();
        int rounds = repetitions + WARM_UPS;
        ChildProcess child = mp.process("consumer", new Consumer(queue, ends, items, rounds, inBatches))
                .start();
        String peer = inBatches ? "multiproc-SharedQueue-batch256" : "multiproc-SharedQueue";
        List<Object> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            batch.add(item());
        }
        Object item = item();
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            if (inBatches) {
                for (int i = 0; i < items; i += BATCH) {
                    queue.putAll(i + BATCH <= items ? batch : batch.subList(0, items - i));
                }
            } else {
                for (int i = 0; i < items; i++) {
                    queue.put(item);
                }
            }
            record(recorder, peer, round, items, ends.take() - begin);
        }
        child.join();
    }

    private void joinable(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        JoinableQueue<Object> queue = mp.joinableQueue();
        SharedQueue<Long> ends = mp.queue();
        int rounds = repetitions + WARM_UPS;
        ChildProcess child =
                mp.process("consumer", new Finisher(queue, ends, items, rounds)).start();
        Object item = item();
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < items; i++) {
                queue.put(item);
            }
            queue.join();
            record(recorder, "multiproc-JoinableQueue", round, items, ends.take() - begin);
        }
        child.join();
    }

    /** Records a round, unless it is one of the first. */
    void record(Recorder recorder, String peer, int round, int count, long nanos) {
        if (round >= WARM_UPS) {
            recorder.addRate(peer, name(), count, (long) count * payloadBytes, nanos);
        }
    }

    static int rounds(int repetitions) {
        return repetitions + WARM_UPS;
    }

    /** Takes all items of a round and reports when it had the last one. */
    record Consumer(SharedQueue<Object> queue, SharedQueue<Long> ends, int items, int rounds, boolean inBatches)
            implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            List<Object> batch = new ArrayList<>(BATCH);
            for (int round = 0; round < rounds; round++) {
                int taken = 0;
                while (taken < items) {
                    queue.take();
                    taken++;
                    if (inBatches) {
                        batch.clear();
                        taken += queue.drainTo(batch, Math.min(BATCH, items - taken));
                    }
                }
                ends.put(System.nanoTime());
            }
        }
    }

    /** Takes and acknowledges all items of a round, and reports when it had acknowledged the last one. */
    record Finisher(JoinableQueue<Object> queue, SharedQueue<Long> ends, int items, int rounds) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < items; i++) {
                    queue.take();
                    queue.taskDone();
                }
                ends.put(System.nanoTime());
            }
        }
    }
}
