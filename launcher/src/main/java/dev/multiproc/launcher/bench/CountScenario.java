package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.sync.SharedBarrier;
import dev.multiproc.sync.SharedLock;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A counter in shared memory that processes increment under a lock, as Python does with {@code Value.get_lock()}. */
record CountScenario(String name, String description, int processes) implements Scenario {
    private static final int INCREMENTS = 200_000;
    private static final int WARM_UPS = 10;
    private static final int FILE_BYTES = 4096;

    static List<Scenario> all() {
        return List.of(
                new CountScenario("g-inc-uncontended-1x200k", "one process counts up under a lock", 1),
                new CountScenario("g-lock-contended-2x200k", "two processes count up under one lock", 2));
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        Path file = Files.write(Files.createTempFile("multiproc-count", ""), new byte[FILE_BYTES]);
        try {
            SharedBarrier start = mp.barrier(processes + 1);
            SharedQueue<long[]> times = mp.queue();
            int rounds = WARM_UPS + repetitions;
            Counter counter = new Counter(mp.lock(), file.toString(), start, times, rounds);
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                children.add(mp.process(counter).start());
            }
            for (int round = 0; round < rounds; round++) {
                start.await();
                long begin = Long.MAX_VALUE;
                long end = Long.MIN_VALUE;
                for (int i = 0; i < processes; i++) {
                    long[] interval = times.take();
                    begin = Math.min(begin, interval[0]);
                    end = Math.max(end, interval[1]);
                }
                if (round >= WARM_UPS) {
                    double seconds = (end - begin) / 1e9;
                    recorder.add("multiproc-SharedLock+int", name, "ops_per_s", processes * INCREMENTS / seconds);
                }
            }
            for (ChildProcess child : children) {
                child.join();
            }
            check(map(file).get(0), rounds);
        } finally {
            Files.delete(file);
        }
    }

    private void check(int count, int rounds) {
        int expected = rounds * processes * INCREMENTS;
        if (count != expected) {
            throw new IllegalStateException("counted " + count + ", not " + expected);
        }
    }

    private static IntBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, FILE_BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer();
        }
    }

    /** Increments the counter in every round. */
    record Counter(SharedLock lock, String file, SharedBarrier start, SharedQueue<long[]> times, int rounds)
            implements ProcessTask {
        @Override
        public void run() throws Exception {
            IntBuffer number = map(Path.of(file));
            for (int round = 0; round < rounds; round++) {
                start.await();
                long begin = System.nanoTime();
                for (int i = 0; i < INCREMENTS; i++) {
                    lock.lock();
                    try {
                        number.put(0, number.get(0) + 1);
                    } finally {
                        lock.unlock();
                    }
                }
                times.put(new long[] {begin, System.nanoTime()});
            }
        }
    }
}
