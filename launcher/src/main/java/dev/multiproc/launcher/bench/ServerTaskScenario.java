package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.sync.SharedBarrier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tasks of 10 ms on eight consumers, beside what eight could do if the queue cost nothing. */
record ServerTaskScenario() implements Scenario {
    private static final int CONSUMERS = 8;
    private static final int TASKS = 800;
    private static final long TASK_MILLIS = 10;

    @Override
    public String name() {
        return "at-tasks-10ms";
    }

    @Override
    public String description() {
        return "tasks of 10 ms on eight consumers: part of the ideal rate";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        JoinableQueue<Integer> queue = mp.joinableQueue();
        SharedBarrier ready = mp.barrier(CONSUMERS + 1);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            children.add(mp.process("worker-" + i, new Worker(queue, ready))
                    .daemon(true)
                    .start());
        }
        ready.await();
        double idealSeconds = TASKS * TASK_MILLIS / 1e3 / CONSUMERS;
        for (int round = 0; round < repetitions; round++) {
            long begin = System.nanoTime();
            queue.putAll(Collections.nCopies(TASKS, round));
            queue.join();
            double seconds = (System.nanoTime() - begin) / 1e9;
            recorder.add("multiproc-JoinableQueue", name(), "part_of_ideal", idealSeconds / seconds);
        }
        for (ChildProcess child : children) {
            child.terminate();
            child.join();
        }
    }

    /** Works until it is ended. */
    record Worker(JoinableQueue<Integer> queue, SharedBarrier ready) implements ProcessTask {
        @Override
        public void run() throws Exception {
            ready.await();
            while (true) {
                queue.take();
                // The task itself.
                TimeUnit.MILLISECONDS.sleep(TASK_MILLIS);
                queue.taskDone();
            }
        }
    }
}
