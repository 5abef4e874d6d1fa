package dev.multiproc.launcher.run;

import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.run.Ledger.Counter;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A producer: makes its items one after the other and puts them; where the queue can tell, waits until all is eaten.
 *
 * @param worker who it is
 * @param queue where the items go
 * @param workload what it makes
 */
record Cook(Worker worker, SharedQueue<Food> queue, Workload workload) implements ProcessTask {
    @Override
    public void run() throws IOException, InterruptedException {
        Signals.ignore("INT");
        try (Ledger ledger = worker.openLedger()) {
            makeAll(ledger);
            if (queue instanceof JoinableQueue<Food> joinable) {
                joinable.join();
            }
        }
    }

    /** Makes no item that would not be ready in time. */
    private void makeAll(Ledger ledger) throws IOException, InterruptedException {
        RandomGenerator random = worker.random();
        Voice voice = worker.voice();
        long beginNanos = System.nanoTime();
        Pace pace = new Pace(workload.intervalNanos(), beginNanos);
        for (int number = 0; number < workload.itemsPerCook(); number++) {
            long nowNanos = System.nanoTime();
            long pauseNanos = Math.max(0, pace.nanosToNext(nowNanos));
            long makingNanos = workload.produceTime().pickNanos(random);
            long leftNanos = workload.durationNanos() - (nowNanos - beginNanos);
            if (leftNanos - pauseNanos < makingNanos) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
            make(number, makingNanos, ledger, voice);
            if (number == 0) {
                // The first put loads what all others find loaded: its time is not counted.
                beginNanos = System.nanoTime();
                pace = new Pace(workload.intervalNanos(), beginNanos);
            }
            pace.advance(nowNanos);
        }
    }

    private void make(int number, long makingNanos, Ledger ledger, Voice voice)
            throws IOException, InterruptedException {
        long beginNanos = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(makingNanos);
        byte[] payload = Payload.of(worker.index(), number, workload.payloadLength());
        // Said before it is put, else an eater could be heard eating what nobody has made yet.
        voice.say(worker.look().language().made(worker, number));
        ledger.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
        queue.put(new Food(workload.runId(), worker.index(), number, Ledger.nowMicros(), payload));
        ledger.set(Counter.PUT, number + 1L);
        ledger.raise(Counter.MAX_DEPTH, queue.size());
    }
}
