package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From start() to a task's first line, to its end, and to the first item it takes from a queue.
 *
 * @param peer the row's name
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
        Path note = Files.createTempFile("multiproc-bench", ".txt");
        SharedQueue<String> items = mp.queue();
        SharedQueue<Long> times = mp.queue();
        for (int i = -1; i < repetitions * TIMES; i++) {
            // Till the archive of classes is made, and the spare is there and warm.
            Quiet.await(spares);
            long begin = System.nanoTime();
            ChildProcess child = mp.process(new FirstLine(note.toString())).start();
            child.join();
            long end = System.nanoTime();
            long first = Long.parseLong(Files.readString(note));
            items.put("item");
            Quiet.await(spares);
            long beginQueue = System.nanoTime();
            mp.process(new FirstItem(items, times)).start().join();
            long taken = times.take();
            if (i >= 0) {
                recorder.add(peer, name(), "first_line_ms", (first - begin) / 1e6);
                recorder.add(peer, name(), "start_join_ms", (end - begin) / 1e6);
                recorder.add(peer, name(), "first_item_ms", (taken - beginQueue) / 1e6);
            }
        }
        Files.delete(note);
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
