package dev.multiproc.launcher.bench;

import dev.multiproc.ChildProcess;
import dev.multiproc.Multiprocessing;
import dev.multiproc.ProcessTask;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.util.concurrent.CountDownLatch;

/** The time from the {@code kill -9} of a consumer until another process gets its item. */
record RedeliveryScenario() implements Scenario {
    private static final int KILLS = 20;

    @Override
    public String name() {
        return "f-redelivery-after-kill";
    }

    @Override
    public String description() {
        return "from a consumer's kill -9 to its item in another process";
    }

    @Override
    public void run(Multiprocessing mp, Recorder recorder, int repetitions) throws Exception {
        JoinableQueue<Integer> queue = mp.joinableQueue();
        SharedQueue<Integer> held = mp.queue();
        SharedQueue<Long> taken = mp.queue();
        for (int i = 0; i < repetitions; i++) {
            long[] nanos = new long[KILLS];
            for (int kill = 0; kill < KILLS; kill++) {
                queue.put(kill);
                ChildProcess killed = mp.process(new Holder(queue, held)).start();
                held.take();
                ChildProcess successor =
                        mp.process(new Successor(queue, held, taken)).start();
                held.take();
                long begin = System.nanoTime();
                killed.kill();
                nanos[kill] = taken.take() - begin;
                killed.join();
                successor.join();
            }
            recorder.addLatencies("multiproc-JoinableQueue", name(), nanos);
        }
    }

    /** Takes an item and never finishes it. */
    record Holder(JoinableQueue<Integer> queue, SharedQueue<Integer> held) implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            held.put(queue.take());
            new CountDownLatch(1).await();
        }
    }

    /** Reports that it is about to wait for the item, and the time at which it got it. */
    record Successor(JoinableQueue<Integer> queue, SharedQueue<Integer> held, SharedQueue<Long> taken)
            implements ProcessTask {
        @Override
        public void run() throws InterruptedException {
            held.put(-1);
            queue.take();
            taken.put(System.nanoTime());
            queue.taskDone();
        }
    }
}
