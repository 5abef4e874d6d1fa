package dev.multiproc.launcher.run;

import dev.multiproc.ChildOptions;
import dev.multiproc.ChildProcess;
import dev.multiproc.ProcessTask;
import dev.multiproc.launcher.work.OutputRoute;
import dev.multiproc.launcher.work.Sink;
import dev.multiproc.launcher.work.Source;
import dev.multiproc.sync.SharedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the producers and consumers of a run, without starting them. */
final class WorkerFactory {
    private final RunOptions options;
    private final RunSession session;
    private final JournalDirectory journals;
    private final SharedEvent stop;

    /**
     * For one run.
     *
     * @param stop set when consumers are to take no more items; null if that never happens
     */
    WorkerFactory(RunOptions options, RunSession session, JournalDirectory journals, SharedEvent stop) {
        this.options = options;
        this.session = session;
        this.journals = journals;
        this.stop = stop;
    }

    Workers workers() throws IOException {
        List<RunningWorker> producers = new ArrayList<>();
        for (int index = 0; index < options.workload().producers(); index++) {
            producers.add(
                    producer(worker(Role.PRODUCER, index, options.workload().producers())));
        }
        OutputRoute output = outputRoute();
        List<RunningWorker> consumers = new ArrayList<>();
        for (int index = 0; index < options.consumers(); index++) {
            Worker worker = worker(Role.CONSUMER, index, options.consumers());
            Sink sink = options.work().sink(worker, options.workload(), output);
            consumers.add(process(worker, new ConsumerTask(worker, session.queue(), options.workload(), sink, stop)));
        }
        return new Workers(producers, consumers);
    }

    private RunningWorker producer(Worker worker) {
        Source source = options.work().source(worker, options.workload());
        if (options.work().readsInput()) {
            Production production = new Production(worker, session.queue(), options.workload(), source);
            return new StandardInput(worker, production, session.session().codec());
        }
        return process(worker, new ProducerTask(worker, session.queue(), options.workload(), source));
    }

    private RunningWorker process(Worker worker, ProcessTask task) {
        ChildProcess child = session.session()
                .process(worker.name(), task)
                .restart(options.children().restart());
        ChildOptions own =
                options.children().optionsOf(worker, options.display().logDirectory());
        if (!own.equals(ChildOptions.defaults())) {
            child.options(own);
        }
        return new WorkerProcess(worker, child);
    }

    private Worker worker(Role role, int index, int count) throws IOException {
        String name = options.work().nameOf(role, index);
        String journalFile = journals.add(name).toString();
        return new Worker(role, name, index, count, options.workload().seed(), journalFile, options.output());
    }

    /** Several consumers that print to the same place take turns; if their lines go through this process, it sees to that. */
    private OutputRoute outputRoute() {
        boolean takeTurns = options.work().sink() != null
                && options.consumers() > 1
                && !options.display().isRouted();
        return new OutputRoute(takeTurns ? session.session().lock() : null);
    }
}
