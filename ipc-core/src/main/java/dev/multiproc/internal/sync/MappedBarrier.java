package dev.multiproc.internal.sync;

import static dev.multiproc.internal.sync.BarrierCounters.ACTING;
import static dev.multiproc.internal.sync.BarrierCounters.BROKEN;
import static dev.multiproc.internal.sync.BarrierCounters.OPEN;
import static dev.multiproc.internal.sync.BarrierCounters.RESETTING;
import static dev.multiproc.internal.sync.BarrierCounters.generation;
import static dev.multiproc.internal.sync.BarrierCounters.phase;
import static dev.multiproc.internal.sync.BarrierCounters.waiting;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.sync.SharedBarrier;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A barrier; see {@link BarrierCounters}. One object per barrier and process. */
public final class MappedBarrier extends MappedSynchronizer implements SharedBarrier {
    private static final long serialVersionUID = 1L;

    private final transient BarrierCounters counters;
    private final transient EventCount event;
    private final transient ProcessCounters partyCounters;
    private final transient LocalParties localParties;
    private final transient StoredAction action;

    /** Attaches to a barrier at its place. */
    MappedBarrier(SessionContext context, ObjectPlace place) {
        super(context, place);
        MappedRegion region = place.region();
        counters = new BarrierCounters(region, 0);
        event = new EventCount(region, counters.event(), context.waits());
        partyCounters = new ProcessCounters(region, counters.words(), context.slot(), "wait at the barrier", name());
        localParties = new LocalParties(partyCounters);
        action = new StoredAction(context.files().file(place.fileName()));
    }

    static void checkParties(int parties) {
        if (parties < 1 || parties > BarrierCounters.MOST_PARTIES) {
            throw new IllegalArgumentException(
                    "a barrier waits for 1 to " + BarrierCounters.MOST_PARTIES + ", parties=" + parties);
        }
    }

    StoredAction action() {
        return action;
    }

    // ---------------------------------------------------------------- waiting

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        long limitNanos = counters.limitNanos();
        try {
            return await(limitNanos == 0 ? Deadline.NEVER : Deadline.in(limitNanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw timeLimitPassed(limitNanos, e);
        }
    }

    @Override
    public int await(long timeout, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Deadline.in(timeout, unit));
    }

    private BrokenBarrierException timeLimitPassed(long limitNanos, TimeoutException cause) {
        BrokenBarrierException broken = new BrokenBarrierException("the barrier's time limit has passed, limit="
                + Duration.ofNanos(limitNanos) + ": " + cause.getMessage());
        broken.initCause(cause);
        return broken;
    }

    private int await(long deadlineNanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        checkOpen();
        LocalParties.Party party = localParties.enter();
        try {
            while (true) {
                long state = counters.state();
                if (phase(state) == ACTING) {
                    awaitNextGeneration(state, deadlineNanos);
                } else if (phase(state) == RESETTING) {
                    completeReset(generation(state));
                } else if (arrive(party, state)) {
                    return waiting(state) + 1 == counters.parties()
                            ? trip(state)
                            : awaitOthers(party, state, deadlineNanos);
                }
            }
        } finally {
            localParties.leave(party);
        }
    }

    /** Waits until the last party has run the action: this thread belongs to the next generation. */
    private void awaitNextGeneration(long state, long deadlineNanos) throws InterruptedException, TimeoutException {
        if (!event.await(() -> counters.state() != state, deadlineNanos)) {
            throw new TimeoutException("the barrier's action takes long, barrier=" + name());
        }
    }

    private boolean arrive(LocalParties.Party party, long state) throws InterruptedException, BrokenBarrierException {
        if (phase(state) == BROKEN) {
            throw broken();
        }
        if (Thread.interrupted()) {
            breakGeneration(generation(state));
            throw new InterruptedException();
        }
        localParties.mark(party, generation(state));
        SyncKillPoint.SYNC_BARRIER_MARKED.here();
        boolean isLast = waiting(state) + 1 == counters.parties();
        long next = !isLast
                ? state + 1
                : counters.hasAction() ? BarrierCounters.withPhase(state + 1, ACTING) : BarrierCounters.next(state);
        return counters.compareAndSet(state, next);
    }

    /** Runs the action, if any, and then lets all parties go on. */
    private int trip(long before) throws BrokenBarrierException {
        if (counters.hasAction()) {
            SyncKillPoint.SYNC_BARRIER_ACTING.here();
            boolean isDone = false;
            try {
                action.run();
                isDone = true;
            } finally {
                if (!isDone) {
                    breakGeneration(generation(before));
                }
            }
            long acting = BarrierCounters.withPhase(before + 1, ACTING);
            if (!counters.compareAndSet(acting, BarrierCounters.next(acting))) {
                throw broken();
            }
        }
        SyncKillPoint.SYNC_BARRIER_TRIPPED.here();
        event.signalAll();
        return 0;
    }

    private int awaitOthers(LocalParties.Party party, long before, long deadlineNanos)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        SyncKillPoint.SYNC_BARRIER_ARRIVED.here();
        long generation = generation(before);
        try {
            if (!event.await(() -> isOver(generation), deadlineNanos) && breakGeneration(generation)) {
                throw new TimeoutException("not all have come, barrier=" + name() + ", parties=" + counters.parties());
            }
        } catch (InterruptedException e) {
            if (breakGeneration(generation)) {
                throw e;
            }
            // The wait had already ended; keep the interrupt for later.
            Thread.currentThread().interrupt();
        }
        if (generation(counters.state()) == generation || localParties.wasBroken(party)) {
            throw broken();
        }
        return counters.parties() - 1 - waiting(before);
    }

    private boolean isOver(long generation) {
        long state = counters.state();
        return generation(state) != generation || phase(state) == BROKEN;
    }

    private BrokenBarrierException broken() {
        return new BrokenBarrierException("the barrier is broken, barrier=" + name());
    }

    // ---------------------------------------------------------------- breaking

    /** Returns whether this call broke the barrier. */
    private boolean breakGeneration(long generation) {
        for (long state = counters.state(); generation(state) == generation; state = counters.state()) {
            if (phase(state) == BROKEN || phase(state) == RESETTING) {
                return false;
            }
            if (counters.compareAndSet(state, BarrierCounters.withPhase(state, BROKEN))) {
                SyncKillPoint.SYNC_BARRIER_BROKEN.here();
                event.signalAll();
                return true;
            }
        }
        return false;
    }

    @Override
    public void abort() {
        checkOpen();
        // If this generation ends in the meantime, the abort came too late for it and breaks the next one.
        for (long state = counters.state(); phase(state) != BROKEN; state = counters.state()) {
            completeReset(generation(state));
            breakGeneration(generation(state));
        }
    }

    @Override
    public void reset() {
        checkOpen();
        long state = counters.state();
        long generation = generation(state);
        // A generation that ends in the meantime needs no reset, and neither does one in which nobody waits.
        while (generation(state) == generation && (phase(state) != OPEN || waiting(state) != 0)) {
            if (phase(state) != RESETTING
                    && counters.compareAndSet(state, BarrierCounters.withPhase(state, RESETTING))) {
                SyncKillPoint.SYNC_BARRIER_RESETTING.here();
            }
            completeReset(generation);
            state = counters.state();
        }
    }

    /**
     * Starts the next generation if this one is being reset. Any process may do it, since the one that began may be
     * dead.
     */
    private void completeReset(long generation) {
        for (long state = counters.state();
                generation(state) == generation && phase(state) == RESETTING;
                state = counters.state()) {
            tellParties(generation);
            SyncKillPoint.SYNC_BARRIER_TOLD.here();
            counters.compareAndSet(state, BarrierCounters.next(state));
            event.signalAll();
        }
    }

    private void tellParties(long brokenGeneration) {
        for (int index = 0; index < ProcessCounters.COUNT; index++) {
            for (long word = partyCounters.get(index);
                    word != 0
                            && BarrierCounters.generationOf(word) == brokenGeneration
                            && !BarrierCounters.wasBroken(word);
                    word = partyCounters.get(index)) {
                partyCounters.compareAndSet(index, word, BarrierCounters.broken(word));
            }
        }
    }

    @Override
    public boolean isBroken() {
        checkOpen();
        return phase(counters.state()) == BROKEN;
    }

    @Override
    public int getParties() {
        return counters.parties();
    }

    @Override
    public int getNumberWaiting() {
        checkOpen();
        long state = counters.state();
        return phase(state) == BROKEN || phase(state) == RESETTING ? 0 : waiting(state);
    }

    @Override
    public void sweep(int deadSlot) {
        int index = partyCounters.find(deadSlot);
        if (index >= 0) {
            breakGeneration(BarrierCounters.generationOf(partyCounters.get(index)));
            partyCounters.set(index, 0);
        }
        // The dead process may have begun a reset, whether it was a party or not.
        completeReset(generation(counters.state()));
        event.forget(deadSlot);
    }

    @Override
    public String toString() {
        long state = counters.state();
        return "SharedBarrier[name=" + name() + ", parties=" + counters.parties() + ", "
                + (phase(state) == BROKEN ? "broken" : "waiting=" + waiting(state)) + "]";
    }
}
