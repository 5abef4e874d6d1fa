package dev.multiproc.launcher.run;

import dev.multiproc.launcher.run.WorkerJournal.Counter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What all workers have done so far, from the counters of their journals. */
final class LiveFigures {
    private final List<WorkerJournal> journals = new ArrayList<>();

    LiveFigures(JournalDirectory directory, Workers workers) throws IOException {
        for (RunningWorker worker : workers.producers()) {
            journals.add(directory.view(worker.name()));
        }
        for (RunningWorker worker : workers.consumers()) {
            journals.add(directory.view(worker.name()));
        }
    }

    /**
     * The sums at a moment.
     *
     * @param put items that producers put
     * @param taken items that consumers took, each time
     * @param finished items that they finished
     * @param failed how often they gave an item back
     * @param givenUp items that they gave back for the last time
     */
    record Sums(long put, long taken, long finished, long failed, long givenUp) {
        /** Items that consumers have, or had when they died. */
        long inFlight() {
            return Math.max(0, taken - finished - failed);
        }
    }

    Sums sums() {
        return new Sums(
                sum(Counter.PUT),
                sum(Counter.TAKEN),
                sum(Counter.FINISHED),
                sum(Counter.FAILED),
                sum(Counter.GIVEN_UP));
    }

    private long sum(Counter counter) {
        long sum = 0;
        for (WorkerJournal journal : journals) {
            sum += journal.get(counter);
        }
        return sum;
    }
}
