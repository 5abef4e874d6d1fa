package dev.multiproc.launcher.run;

import dev.multiproc.launcher.job.Halt;
import dev.multiproc.sync.SharedEvent;
import java.util.OptionalLong;

/** Stops a run before all is done, if {@code --halt} says so. For one thread. */
final class EarlyStop {
    private final Halt halt;
    private final OptionalLong total;
    private final SharedEvent stop;
    private boolean isReached;

    /**
     * For one run.
     *
     * @param total how many items there will be, if that is known
     * @param stop tells consumers to take no more; null if they never are told
     */
    EarlyStop(Halt halt, OptionalLong total, SharedEvent stop) {
        this.halt = halt;
        this.total = total;
        this.stop = stop;
    }

    /** Ends the work if it is time. */
    void check(LiveFigures.Sums sums, Workers workers) {
        // A percentage is one of all items, so nothing is known before all are there.
        long known = total.orElse(workers.anyProducer() ? Long.MAX_VALUE / 100 : sums.put());
        if (isReached || !halt.isReached(sums.finished(), sums.givenUp(), known)) {
            return;
        }
        isReached = true;
        if (halt.when() == Halt.When.NOW) {
            workers.terminateAll();
        } else {
            stop.set();
            workers.terminateProducers();
        }
    }

    boolean isReached() {
        return isReached;
    }

    /** Whether the work was stopped because items failed. */
    boolean isFailure() {
        return isReached && halt.what() == Halt.What.FAIL;
    }

    @Override
    public String toString() {
        return "stopped early, as --halt " + halt + " says";
    }
}
