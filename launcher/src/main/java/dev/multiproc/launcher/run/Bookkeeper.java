package dev.multiproc.launcher.run;

import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import dev.multiproc.queue.QueueShutdownException;
import dev.multiproc.queue.SharedQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the report of a run whose children have all ended. */
final class Bookkeeper {
    /** What a dead consumer held comes back within this time. */
    private static final long GIVEN_BACK_MILLIS = 500;

    private final Workload workload;
    private final SharedQueue<Food> queue;
    private final LedgerDirectory ledgers;
    private final Tally tally;

    Bookkeeper(Workload workload, SharedQueue<Food> queue, LedgerDirectory ledgers) {
        this.workload = workload;
        this.queue = queue;
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
        for (Food food = nextLeft(); food != null; food = nextLeft()) {
            if (!food.isEnd()) {
                tally.addLeft(food);
            }
        }
        if (queue instanceof JoinableQueue<Food> joinable) {
            SharedQueue<Food> deadLetters = joinable.deadLetters();
            for (Food food = deadLetters.poll(); food != null; food = deadLetters.poll()) {
                if (!food.isEnd()) {
                    tally.addDeadLetter(food);
                }
            }
        }
    }

    private Food nextLeft() throws InterruptedException {
        try {
            if (!(queue instanceof JoinableQueue<Food> joinable)) {
                return queue.poll(GIVEN_BACK_MILLIS, TimeUnit.MILLISECONDS);
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
