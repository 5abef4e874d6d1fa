package dev.multiproc.launcher.run;

import dev.multiproc.codec.Codec;
import dev.multiproc.launcher.run.WorkerJournal.Counter;
import dev.multiproc.launcher.work.Source;
import dev.multiproc.queue.SharedQueue;
import dev.multiproc.worker.ItemProducer;
import java.util.concurrent.TimeUnit;

/** Puts the items of one producer into the queue, one after the other, as they are due. */
final class Production {
    private final Worker worker;
    private final SharedQueue<Item> queue;
    private final Workload workload;
    private final Source source;
    private volatile boolean stopped;

    Production(Worker worker, SharedQueue<Item> queue, Workload workload, Source source) {
        this.worker = worker;
        this.queue = queue;
        this.workload = workload;
        this.source = source;
    }

    /** From now on nothing is put any more. */
    void stop() {
        stopped = true;
    }

    void run(WorkerJournal journal, Codec codec) throws Exception {
        RunContext context = new RunContext(worker, journal, workload.durationNanos());
        try (ItemProducer<?> producer = source.open()) {
            producer.start(context);
            context.begin();
            produceAll(producer, context, journal, codec);
        }
    }

    private void produceAll(ItemProducer<?> producer, RunContext context, WorkerJournal journal, Codec codec)
            throws Exception {
        RateLimiter rateLimiter = new RateLimiter(workload.intervalNanos(), System.nanoTime());
        long first = context.itemsBefore();
        for (long number = first; number < workload.itemsPerProducer(); number++) {
            long nowNanos = System.nanoTime();
            long pauseNanos = Math.max(0, rateLimiter.nanosToNext(nowNanos));
            if (context.nanosLeft() <= pauseNanos) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
            Object made = make(producer, journal);
            if (made == null || stopped) {
                return;
            }
            put((int) number, made, journal, codec);
            if (number == first) {
                // The first put also loads classes, so the duration and the rate count from the end of it.
                context.begin();
                rateLimiter = new RateLimiter(workload.intervalNanos(), System.nanoTime());
            }
            rateLimiter.advance(nowNanos);
        }
    }

    private Object make(ItemProducer<?> producer, WorkerJournal journal) throws Exception {
        long beginNanos = System.nanoTime();
        Object made = producer.next();
        journal.add(Counter.BUSY_NANOS, System.nanoTime() - beginNanos);
        return made;
    }

    private void put(int number, Object made, WorkerJournal journal, Codec codec) throws InterruptedException {
        boolean encoded = !source.givesLines();
        byte[] content = encoded ? codec.encode(made) : (byte[]) made;
        queue.put(new Item(workload.runId(), worker.index(), number, WorkerJournal.nowMicros(), encoded, content));
        journal.set(Counter.PUT, number + 1L);
        journal.raise(Counter.MAX_DEPTH, queue.size());
    }
}
