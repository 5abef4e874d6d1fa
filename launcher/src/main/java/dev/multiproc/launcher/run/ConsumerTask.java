package dev.multiproc.launcher.run;

import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.run.WorkerJournal.Counter;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A consumer process: takes and consumes items until it gets the end signal, the queue is shut down, or it is
 * terminated.
 *
 * @param worker which consumer this is
 * @param queue where the items come from
 * @param workload how long it consumes each item
 */
record ConsumerTask(Worker worker, SharedQueue<Item> queue, Workload workload) implements ProcessTask {
    @Override
    public void run() throws IOException, InterruptedException {
        Signals.ignore("INT");
        RandomGenerator random = worker.random();
        WorkerOutput output = worker.openOutput();
        try (WorkerJournal journal = worker.openJournal()) {
            while (consumeNext(journal, random, output)) {
                // consumeNext returns false at the end signal.
            }
        } catch (QueueShutdownException endOfItems) {
            return;
        }
    }

    private boolean consumeNext(WorkerJournal journal, RandomGenerator random, WorkerOutput output)
            throws IOException, InterruptedException {
        if (!(queue instanceof JoinableQueue<Item> joinable)) {
            return consume(queue.take(), journal, random, output);
        }
        try (Delivery<Item> delivery = joinable.receive()) {
            if (delivery.deliveryCount() > 1) {
                journal.add(Counter.REDELIVERED, 1);
            }
            // Recorded before it is acknowledged: a kill in between shows as an item consumed twice, not as a lost one.
            boolean more = consume(delivery.value(), journal, random, output);
            delivery.done();
            return more;
        }
    }

    private boolean consume(Item item, WorkerJournal journal, RandomGenerator random, WorkerOutput output)
            throws IOException, InterruptedException {
        boolean isOfThisRun = item.runId() == workload.runId();
        if (item.isEnd()) {
            return !isOfThisRun;
        }
        long beginNanos = System.nanoTime();
        if (isOfThisRun) {
            journal.add(Counter.TAKEN, 1);
            journal.addLatency(WorkerJournal.nowMicros() - item.putMicros());
            Payload.check(item, workload.payloadLength());
        }
        TimeUnit.NANOSECONDS.sleep(workload.consumeTime().pickNanos(random));
        output.println(worker.outputOptions().language().consumed(worker.name(), item));
        if (isOfThisRun) {
            journal.addFinished(RunTotals.indexOf(item, workload.producers()));
        } else {
            journal.add(Counter.OF_EARLIER_RUNS, 1);
        }
        journal.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
        return true;
    }
}
