package dev.multiproc.launcher.run;

import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.args.DurationRange;
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
 * @param items how many it makes
 * @param produceTime how long it takes to make one
 */
record Cook(Worker worker, SharedQueue<Food> queue, int items, DurationRange produceTime) implements ProcessTask {
    @Override
    public void run() throws IOException, InterruptedException {
        Signals.ignore("INT");
        RandomGenerator random = worker.random();
        Voice voice = worker.voice();
        try (Ledger ledger = worker.openLedger()) {
            for (int number = 0; number < items; number++) {
                long beginNanos = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(produceTime.pickNanos(random));
                // Said before it is put, else an eater could be heard eating what nobody has made yet.
                voice.say(worker.look().language().made(worker.name(), new Food(worker.index(), number, 0)));
                ledger.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
                queue.put(new Food(worker.index(), number, Ledger.nowMicros()));
                ledger.set(Counter.PUT, number + 1L);
                ledger.raise(Counter.MAX_DEPTH, queue.size());
            }
            if (queue instanceof JoinableQueue<Food> joinable) {
                joinable.join();
            }
        }
    }
}
