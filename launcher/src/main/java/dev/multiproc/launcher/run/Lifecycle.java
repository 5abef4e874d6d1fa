package dev.multiproc.launcher.run;

import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.SharedQueue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the workers: starts them, waits until the work is done, and ends them. */
final class Lifecycle {
    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long OFFER_MILLIS = 50;

    private final Workers workers;
    private final SharedQueue<Item> queue;
    private final RunMonitor monitor;
    private final boolean finishesLater;
    private final Duration grace;

    /**
     * For one run.
     *
     * @param finishesLater whether consumers finish their last items only when they are told that no more come
     * @param grace how long workers may take to end before they are killed
     */
    Lifecycle(Workers workers, SharedQueue<Item> queue, RunMonitor monitor, boolean finishesLater, Duration grace) {
        this.workers = workers;
        this.queue = queue;
        this.monitor = monitor;
        this.finishesLater = finishesLater;
        this.grace = grace;
    }

    /**
     * Starts the workers and waits until they have done all work and ended.
     *
     * @param events told of the workers' ends and restarts
     * @param stop how consumers learn that no more items will come
     * @param endSignal the item that is put for each consumer if {@code stop} is {@link StopMode#SENTINEL}
     * @throws TimeoutException if the run exceeds its time limit; workers may still be running
     * @throws InterruptedException if interrupted while waiting; workers may still be running
     */
    void run(WorkerEvents events, StopMode stop, Item endSignal) throws TimeoutException, InterruptedException {
        workers.start(events);
        monitor.await(() -> !workers.anyProducer() || !workers.anyConsumer());
        if (!workers.anyConsumer()) {
            // Without consumers the producers would wait for ever for their items to be consumed.
            workers.terminateProducers();
        }
        monitor.await(() -> !workers.anyProducer());
        if (!finishesLater && queue instanceof JoinableQueue) {
            // Not before: a consumer that has been told cannot take what another one, killed after that, gives back.
            monitor.await(() -> isAllConsumed() || !workers.anyConsumer());
        }
        switch (stop) {
            case DAEMON -> endWorkers();
            case SENTINEL -> putEndSignals(endSignal);
            case SHUTDOWN -> queue.shutdown();
        }
        monitor.await(() -> !workers.anyConsumer());
    }

    /** Ends all workers that are still running: asks them to end, and kills them after the grace period. */
    void endWorkers() throws InterruptedException {
        workers.terminateAll();
        if (!monitor.awaitUpTo(() -> workers.running().isEmpty(), grace.toNanos())) {
            workers.killAll();
            monitor.awaitUpTo(() -> workers.running().isEmpty(), KILL_NANOS);
        }
    }

    private boolean isAllConsumed() {
        return queue instanceof JoinableQueue<Item> joinable && joinable.unfinished() == 0;
    }

    private void putEndSignals(Item endSignal) throws TimeoutException, InterruptedException {
        for (int signals = 0; signals < workers.consumers().size(); signals++) {
            while (workers.anyConsumer() && !queue.offer(endSignal, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                monitor.await(() -> !workers.anyConsumer() || !queue.isFull());
            }
        }
    }
}
