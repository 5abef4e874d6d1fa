package dev.multiproc.launcher.run;

import java.util.List;
import java.util.stream.Stream;

/** The producers and consumers of a run. Thread-safe. */
final class Workers {
    private final List<RunningWorker> producers;
    private final List<RunningWorker> consumers;
    private boolean startsAllowed = true;

    Workers(List<RunningWorker> producers, List<RunningWorker> consumers) {
        this.producers = producers;
        this.consumers = consumers;
    }

    List<RunningWorker> producers() {
        return producers;
    }

    List<RunningWorker> consumers() {
        return consumers;
    }

    /** Starts all of them, consumers first. Stops starting them when they are told to end in the meantime. */
    void start(WorkerEvents events) {
        all().forEach(worker -> startOne(worker, events));
    }

    private synchronized void startOne(RunningWorker worker, WorkerEvents events) {
        if (startsAllowed) {
            worker.start(events);
        }
    }

    boolean anyProducer() {
        return producers.stream().anyMatch(RunningWorker::isRunning);
    }

    boolean anyConsumer() {
        return consumers.stream().anyMatch(RunningWorker::isRunning);
    }

    List<RunningWorker> running() {
        return all().filter(RunningWorker::isRunning).toList();
    }

    synchronized void terminateProducers() {
        startsAllowed = false;
        producers.forEach(RunningWorker::terminate);
    }

    synchronized void terminateAll() {
        startsAllowed = false;
        all().forEach(RunningWorker::terminate);
    }

    synchronized void killAll() {
        startsAllowed = false;
        all().forEach(RunningWorker::kill);
    }

    private Stream<RunningWorker> all() {
        return Stream.concat(consumers.stream(), producers.stream());
    }
}
