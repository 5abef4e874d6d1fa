package dev.multiproc.launcher.run;

import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.run.Ledger.Counter;
import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A consumer: takes items and eats them until the end signal comes, the queue is shut down, or it is ended.
 *
 * @param worker who it is
 * @param queue where the items come from
 * @param workload how it eats
 */
record Eater(Worker worker, SharedQueue<Food> queue, Workload workload) implements ProcessTask {
    @Override
    public void run() throws IOException, InterruptedException {
        Signals.ignore("INT");
        RandomGenerator random = worker.random();
        Voice voice = worker.voice();
        try (Ledger ledger = worker.openLedger()) {
            while (eatNext(ledger, random, voice)) {
                // Until the end signal comes.
            }
        } catch (QueueShutdownException noMoreWillCome) {
            return;
        }
    }

    private boolean eatNext(Ledger ledger, RandomGenerator random, Voice voice)
            throws IOException, InterruptedException {
        if (!(queue instanceof JoinableQueue<Food> joinable)) {
            return eat(queue.take(), ledger, random, voice);
        }
        try (Delivery<Food> delivery = joinable.receive()) {
            if (delivery.deliveryCount() > 1) {
                ledger.add(Counter.REDELIVERED, 1);
            }
            // Written down before it is finished: a kill in between is one meal eaten twice, not one that got lost.
            boolean more = eat(delivery.value(), ledger, random, voice);
            delivery.done();
            return more;
        }
    }

    private boolean eat(Food food, Ledger ledger, RandomGenerator random, Voice voice)
            throws IOException, InterruptedException {
        boolean isOfThisRun = food.runId() == workload.runId();
        if (food.isEnd()) {
            return !isOfThisRun;
        }
        long beginNanos = System.nanoTime();
        if (isOfThisRun) {
            ledger.add(Counter.TAKEN, 1);
            ledger.latency(Ledger.nowMicros() - food.putMicros());
            Payload.check(food, workload.payloadLength());
        }
        TimeUnit.NANOSECONDS.sleep(workload.consumeTime().pickNanos(random));
        voice.say(worker.look().language().eats(worker.name(), food));
        if (isOfThisRun) {
            ledger.finished(Tally.itemOf(food, workload.cooks()));
        } else {
            ledger.add(Counter.OF_EARLIER_RUNS, 1);
        }
        ledger.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
        return true;
    }
}
