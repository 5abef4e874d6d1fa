package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The time from start() to the first line of a task, to its end, and to the first item that it takes from a queue.
 *
 * @param peer the name of the row in the table
 */
record StartScenario(String peer, int spares) implements Scenario {
    private static final int TIMES = 4;

    static List<Scenario> all() {
        return List.of(new StartScenario("multiproc-new-JVM", 0), new StartScenario("multiproc-spare", 1));
    }

    @Override
    public String name() {
        return "e-start";
    }

    @Override
    public String description() {
        return "start of a child" + (spares > 0 ? " from a spare" : "")
                + ": to its first line, to its end, to its first item";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        Path timeFile = Files.createTempFile("multiproc-bench", ".txt");
        SharedQueue<String> items = mp.queue();
        SharedQueue<Long> times = mp.queue();
        for (int i = -1; i < repetitions * TIMES; i++) {
            // Wait until the class archive has been created and the spare JVM is ready.
            IdleProcesses.await(spares);
            long begin = System.nanoTime();
            ChildProcess child = mp.process(new FirstLine(timeFile.toString())).start();
            child.join();
            long end = System.nanoTime();
            long first = Long.parseLong(Files.readString(timeFile));
            items.put("item");
            IdleProcesses.await(spares);
            long beginQueue = System.nanoTime();
            mp.process(new FirstItem(items, times)).start().join();
            long taken = times.take();
            if (i >= 0) {
                recorder.add(peer, name(), "first_line_ms", (first - begin) / 1e6);
                recorder.add(peer, name(), "start_join_ms", (end - begin) / 1e6);
                recorder.add(peer, name(), "first_item_ms", (taken - beginQueue) / 1e6);
            }
        }
        Files.delete(timeFile);
    }

    record FirstLine(String timeFile) implements ProcessTask {
        @Override
        public void run() throws Exception {
            long now = System.nanoTime();
            Files.writeString(Path.of(timeFile), Long.toString(now));
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
