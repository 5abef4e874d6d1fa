package dev.multiproc.launcher.run;

import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.run.WorkerJournal.Counter;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A producer process: produces items one after the other and puts them into the queue. With a joinable queue it then waits
 * until all items are consumed.
 *
 * @param worker which producer this is
 * @param queue where the items go
 * @param workload what it produces
 */
record ProducerTask(Worker worker, SharedQueue<Item> queue, Workload workload) implements ProcessTask {
    @Override
    public void run() throws IOException, InterruptedException {
        Signals.ignore("INT");
        try (WorkerJournal journal = worker.openJournal()) {
            produceAll(journal);
            if (queue instanceof JoinableQueue<Item> joinable) {
                joinable.join();
            }
        }
    }

    /** Stops before an item that would not be finished within the duration of the workload. */
    private void produceAll(WorkerJournal journal) throws IOException, InterruptedException {
        RandomGenerator random = worker.random();
        WorkerOutput output = worker.openOutput();
        long beginNanos = System.nanoTime();
        RateLimiter rateLimiter = new RateLimiter(workload.intervalNanos(), beginNanos);
        for (int number = 0; number < workload.itemsPerProducer(); number++) {
            long nowNanos = System.nanoTime();
            long pauseNanos = Math.max(0, rateLimiter.nanosToNext(nowNanos));
            long produceNanos = workload.produceTime().pickNanos(random);
            long leftNanos = workload.durationNanos() - (nowNanos - beginNanos);
            if (leftNanos - pauseNanos < produceNanos) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
            produce(number, produceNanos, journal, output);
            if (number == 0) {
                // The first put also loads classes, so the duration and the rate count from the end of it.
                beginNanos = System.nanoTime();
                rateLimiter = new RateLimiter(workload.intervalNanos(), beginNanos);
            }
            rateLimiter.advance(nowNanos);
        }
    }

    private void produce(int number, long produceNanos, WorkerJournal journal, WorkerOutput output)
            throws IOException, InterruptedException {
        long beginNanos = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(produceNanos);
        byte[] payload = Payload.of(worker.index(), number, workload.payloadLength());
        // Printed before the put; otherwise a consumer could print the item before its producer does.
        output.println(worker.outputOptions().language().produced(worker, number));
        journal.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
        queue.put(new Item(workload.runId(), worker.index(), number, WorkerJournal.nowMicros(), payload));
        journal.set(Counter.PUT, number + 1L);
        journal.raise(Counter.MAX_DEPTH, queue.size());
    }
}
