package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** From start() to a task's first line, to its end, and to the first item it takes from a queue; and from a spare. */
record StartScenario() implements Scenario {
    private static final int TIMES = 4;
    private static final long SPARE_WARM_UP_NANOS = 800_000_000L;

    @Override
    public String name() {
        return "e-start";
    }

    @Override
    public String description() {
        return "start of a child: to its first line, to its end, to its first item";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        Path note = Files.createTempFile("multiproc-bench", ".txt");
        SharedQueue<String> items = mp.queue();
        SharedQueue<Long> times = mp.queue();
        for (int i = -1; i < repetitions * TIMES; i++) {
            long begin = System.nanoTime();
            ChildProcess child = mp.process(new FirstLine(note.toString())).start();
            child.join();
            long end = System.nanoTime();
            long first = Long.parseLong(Files.readString(note));
            items.put("item");
            long beginQueue = System.nanoTime();
            mp.process(new FirstItem(items, times)).start().join();
            long taken = times.take();
            if (i >= 0) {
                recorder.add("multiproc-new-JVM", name(), "first_line_ms", (first - begin) / 1e6);
                recorder.add("multiproc-new-JVM", name(), "start_join_ms", (end - begin) / 1e6);
                recorder.add("multiproc-new-JVM", name(), "first_item_ms", (taken - beginQueue) / 1e6);
            }
        }
        runSpares(note, recorder, repetitions);
        Files.delete(note);
    }

    /** Each time from a spare that has been waiting for a while. */
    private void runSpares(Path note, Recorder recorder, int repetitions) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(Options.defaults().withSpares(1))) {
            for (int i = -1; i < repetitions * TIMES; i++) {
                TimeUnit.NANOSECONDS.sleep(SPARE_WARM_UP_NANOS);
                long begin = System.nanoTime();
                mp.process(new FirstLine(note.toString())).start().join();
                long end = System.nanoTime();
                if (i >= 0) {
                    long first = Long.parseLong(Files.readString(note));
                    recorder.add("multiproc-spare", name(), "first_line_ms", (first - begin) / 1e6);
                    recorder.add("multiproc-spare", name(), "start_join_ms", (end - begin) / 1e6);
                }
            }
        }
    }

    record FirstLine(String note) implements ProcessTask {
        @Override
        public void run() throws Exception {
            long now = System.nanoTime();
            Files.writeString(Path.of(note), Long.toString(now));
        }
    }

    record FirstItem(SharedQueue<String> items, SharedQueue<Long> times) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            items.take();
            times.put(System.nanoTime());
        }
    }
}
