package dev.multiproc.launcher.run;

import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes the report of a run whose children have all ended. */
final class Bookkeeper {
    /** What a dead consumer held comes back within this time. */
    private static final long GIVEN_BACK_MILLIS = 500;

    private final Workload workload;
    private final RunSession session;
    private final LedgerDirectory ledgers;
    private final Tally tally;

    Bookkeeper(Workload workload, RunSession session, LedgerDirectory ledgers) {
        this.workload = workload;
        this.session = session;
        this.ledgers = ledgers;
        this.tally = new Tally(workload.cooks());
    }

    RunReport report(Crew crew, Watch watch) throws IOException, InterruptedException {
        double elapsedSeconds = watch.elapsedNanos() / 1e9;
        tally.depth(watch.maxDepth());
        List<WorkerFigures> cooks = cooks(crew.cooks());
        List<WorkerFigures> eaters = eaters(crew.eaters());
        if (tally.figures().lost() > 0) {
            findTheRest();
        }
        return new RunReport(workload.seed(), cooks, eaters, tally.figures(), tally.latency(), elapsedSeconds);
    }

    private List<WorkerFigures> cooks(List<Member> cooks) throws IOException {
        List<WorkerFigures> figures = new ArrayList<>();
        for (int index = 0; index < cooks.size(); index++) {
            Ledger ledger = ledgers.read(cooks.get(index).name());
            tally.addCook(index, ledger);
            figures.add(WorkerFigures.of(cooks.get(index), ledger, ledger.get(Ledger.Counter.PUT)));
        }
        return figures;
    }

    private List<WorkerFigures> eaters(List<Member> eaters) throws IOException {
        List<WorkerFigures> figures = new ArrayList<>();
        for (Member eater : eaters) {
            Ledger ledger = ledgers.read(eater.name());
            figures.add(WorkerFigures.of(eater, ledger, tally.addEater(ledger)));
        }
        return figures;
    }

    /** Not all that was put was eaten: it may be in the queue still, or among the dead letters. */
    private void findTheRest() throws InterruptedException {
        if (session.isKept()) {
            session.queue().forEach(food -> addOwn(food, tally::addLeft));
        } else {
            for (Food food = nextLeft(); food != null; food = nextLeft()) {
                addOwn(food, tally::addLeft);
            }
        }
        session.queue().deadLetters().forEach(food -> addOwn(food, tally::addDeadLetter));
    }

    private void addOwn(Food food, Consumer<Food> account) {
        if (!food.isEnd() && food.runId() == workload.runId()) {
            account.accept(food);
        }
    }

    private Food nextLeft() throws InterruptedException {
        try {
            if (!(session.queue() instanceof JoinableQueue<Food> joinable)) {
                return session.queue().poll(GIVEN_BACK_MILLIS, TimeUnit.MILLISECONDS);
            }
            try (Delivery<Food> delivery = joinable.receive(GIVEN_BACK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (delivery == null) {
                    return null;
                }
                delivery.done();
                return delivery.value();
            }
        } catch (QueueShutdownException nothingLeft) {
            return null;
        }
    }
}
