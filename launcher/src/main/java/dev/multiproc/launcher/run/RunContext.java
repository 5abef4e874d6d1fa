package dev.multiproc.launcher.run;

import dev.multiproc.launcher.run.WorkerJournal.Counter;
import dev.multiproc.worker.WorkerContext;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What a worker may ask of its process. For one thread. */
final class RunContext implements WorkerContext {
    private final Worker worker;
    private final RandomGenerator random;
    private final long itemsBefore;
    private final long durationNanos;
    private long beginNanos = System.nanoTime();
    private int deliveryCount;

    RunContext(Worker worker, WorkerJournal journal, long durationNanos) {
        this.worker = worker;
        this.random = worker.random();
        this.itemsBefore = journal.get(worker.role() == Role.PRODUCER ? Counter.PUT : Counter.FINISHED);
        this.durationNanos = durationNanos;
    }

    /** The duration counts from now. */
    void begin() {
        beginNanos = System.nanoTime();
    }

    void deliver(int count) {
        deliveryCount = count;
    }

    @Override
    public String name() {
        return worker.name();
    }

    @Override
    public int index() {
        return worker.index();
    }

    @Override
    public int count() {
        return worker.count();
    }

    @Override
    public long itemsBefore() {
        return itemsBefore;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofNanos(nanosLeft());
    }

    long nanosLeft() {
        return durationNanos - (System.nanoTime() - beginNanos);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
