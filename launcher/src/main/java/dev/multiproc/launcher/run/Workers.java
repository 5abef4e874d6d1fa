package dev.multiproc.launcher.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The producers and consumers of a run. Thread-safe. */
final class Workers {
    private final List<WorkerProcess> producers = new ArrayList<>();
    private final List<WorkerProcess> consumers = new ArrayList<>();
    private boolean startsAllowed = true;

    /** Creates the children of a run without starting them. */
    static Workers of(RunOptions options, RunSession session, JournalDirectory journals) throws IOException {
        Workers workers = new Workers();
        for (int index = 0; index < options.workload().producers(); index++) {
            Worker worker = worker(Role.PRODUCER, index, options, journals);
            ProducerTask producer = new ProducerTask(worker, session.queue(), options.workload());
            workers.producers.add(new WorkerProcess(worker, session.session().process(worker.name(), producer)));
        }
        for (int index = 0; index < options.consumers(); index++) {
            Worker worker = worker(Role.CONSUMER, index, options, journals);
            ConsumerTask consumer = new ConsumerTask(worker, session.queue(), options.workload());
            workers.consumers.add(new WorkerProcess(worker, session.session().process(worker.name(), consumer)));
        }
        return workers;
    }

    private static Worker worker(Role role, int index, RunOptions options, JournalDirectory journals)
            throws IOException {
        String journalFile = journals.add(role.nameOf(index)).toString();
        return new Worker(role, index, options.workload().seed(), journalFile, options.output());
    }

    List<WorkerProcess> producers() {
        return producers;
    }

    List<WorkerProcess> consumers() {
        return consumers;
    }

    /** Starts all children, consumers first. Stops starting them when they are told to end in the meantime. */
    void start(Runnable atEachEnd) {
        all().forEach(worker -> startOne(worker, atEachEnd));
    }

    private synchronized void startOne(WorkerProcess worker, Runnable atEnd) {
        if (startsAllowed) {
            worker.start(atEnd);
        }
    }

    boolean anyProducer() {
        return producers.stream().anyMatch(WorkerProcess::isRunning);
    }

    boolean anyConsumer() {
        return consumers.stream().anyMatch(WorkerProcess::isRunning);
    }

    List<WorkerProcess> running() {
        return all().filter(WorkerProcess::isRunning).toList();
    }

    synchronized void terminateProducers() {
        startsAllowed = false;
        producers.forEach(WorkerProcess::terminate);
    }

    synchronized void terminateAll() {
        startsAllowed = false;
        all().forEach(WorkerProcess::terminate);
    }

    synchronized void killAll() {
        startsAllowed = false;
        all().forEach(WorkerProcess::kill);
    }

    private Stream<WorkerProcess> all() {
        return Stream.concat(consumers.stream(), producers.stream());
    }
}
