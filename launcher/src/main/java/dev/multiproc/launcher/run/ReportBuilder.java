package dev.multiproc.launcher.run;

import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Builds the report of a run after all its children have ended. */
final class ReportBuilder {
    /** An item that a killed consumer held returns to the queue within this time. */
    private static final long REDELIVERY_MILLIS = 500;

    private final Workload workload;
    private final RunSession session;
    private final JournalDirectory journals;
    private final RunTotals totals;
    private final List<SlowItem> slowest = new ArrayList<>();

    ReportBuilder(Workload workload, RunSession session, JournalDirectory journals) {
        this.workload = workload;
        this.session = session;
        this.journals = journals;
        this.totals = new RunTotals(workload.producers());
    }

    RunReport report(Workers workers, RunMonitor monitor) throws IOException, InterruptedException {
        double elapsedSeconds = monitor.elapsedNanos() / 1e9;
        totals.observeDepth(monitor.maxDepth());
        List<WorkerFigures> producers = producers(workers.producers());
        List<WorkerFigures> consumers = consumers(workers.consumers());
        if (totals.queueFigures().lost() > 0) {
            addRemaining();
        }
        return new RunReport(
                workload.seed(),
                producers,
                consumers,
                totals.queueFigures(),
                totals.latency(),
                totals.latencyBars(),
                SlowItem.slowest(slowest),
                elapsedSeconds);
    }

    private List<WorkerFigures> producers(List<RunningWorker> producers) throws IOException {
        List<WorkerFigures> figures = new ArrayList<>();
        for (int index = 0; index < producers.size(); index++) {
            WorkerJournal journal = journals.read(producers.get(index).name());
            totals.addProducer(index, journal);
            figures.add(WorkerFigures.of(producers.get(index), journal, journal.get(WorkerJournal.Counter.PUT)));
        }
        return figures;
    }

    private List<WorkerFigures> consumers(List<RunningWorker> consumers) throws IOException {
        List<WorkerFigures> figures = new ArrayList<>();
        for (RunningWorker consumer : consumers) {
            WorkerJournal journal = journals.read(consumer.name());
            slowest.addAll(journal.slowest(consumer.name()));
            figures.add(WorkerFigures.of(consumer, journal, totals.addConsumer(journal)));
        }
        return figures;
    }

    /** Accounts for items that no consumer finished: those still in the queue and those among the dead letters. */
    private void addRemaining() throws InterruptedException {
        if (session.isKept()) {
            session.queue().forEach(item -> addIfOfThisRun(item, totals::addLeft));
        } else {
            for (Item item = pollRemaining(); item != null; item = pollRemaining()) {
                addIfOfThisRun(item, totals::addLeft);
            }
        }
        session.queue().deadLetters().forEach(item -> addIfOfThisRun(item, totals::addDeadLetter));
    }

    private void addIfOfThisRun(Item item, Consumer<Item> counter) {
        if (!item.isEnd() && item.runId() == workload.runId()) {
            counter.accept(item);
        }
    }

    private Item pollRemaining() throws InterruptedException {
        try {
            if (!(session.queue() instanceof JoinableQueue<Item> joinable)) {
                return session.queue().poll(REDELIVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            try (Delivery<Item> delivery = joinable.receive(REDELIVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (delivery == null) {
                    return null;
                }
                delivery.done();
                return delivery.value();
            }
        } catch (QueueShutdownException queueIsEmpty) {
            return null;
        }
    }
}
