package dev.multiproc.internal.sync;

import static dev.multiproc.internal.sync.BarrierCounters.ACTING;
import static dev.multiproc.internal.sync.BarrierCounters.BROKEN;
import static dev.multiproc.internal.sync.BarrierCounters.OPEN;
import static dev.multiproc.internal.sync.BarrierCounters.RESETTING;
import static dev.multiproc.internal.sync.BarrierCounters.generation;
import static dev.multiproc.internal.sync.BarrierCounters.phase;
import static dev.multiproc.internal.sync.BarrierCounters.waiting;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.sync.SharedBarrier;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A barrier; see {@link BarrierCounters}. One object a barrier and process. */
public final class MappedBarrier extends MappedSynchronizer implements SharedBarrier {
    private static final long serialVersionUID = 1L;

    private final transient BarrierCounters words;
    private final transient EventCount event;
    private final transient ProcessCounters partiesWords;
    private final transient LocalParties localParties;
    private final transient StoredAction action;

    /** Attaches to a barrier whose words stand at an offset in the control file. */
    public MappedBarrier(SessionContext context, String name, int base) {
        super(context, SyncKind.BARRIER, name);
        MappedRegion region = context.control();
        words = new BarrierCounters(region, base);
        event = new EventCount(region, words.event(), context.waits());
        partiesWords = new ProcessCounters(region, words.words(), context.slot(), "wait at one barrier");
        localParties = new LocalParties(partiesWords);
        action = new StoredAction(context.files().file(name));
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
        try {
            return await(Deadline.NEVER);
        } catch (TimeoutException e) {
            throw new AssertionError("the time that never comes has come", e);
        }
    }

    @Override
    public int await(long timeout, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Deadline.in(timeout, unit));
    }

    private int await(long deadlineNanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        context.checkOpen();
        LocalParties.Party party = localParties.enter();
        try {
            while (true) {
                long state = words.state();
                if (phase(state) == ACTING) {
                    awaitNextGeneration(state, deadlineNanos);
                } else if (phase(state) == RESETTING) {
                    completeReset(generation(state));
                } else if (arrive(party, state)) {
                    return waiting(state) + 1 == words.parties()
                            ? trip(state)
                            : awaitOthers(party, state, deadlineNanos);
                }
            }
        } finally {
            localParties.leave(party);
        }
    }

    /** All have come, and this is one more: it belongs to those who come next. */
    private void awaitNextGeneration(long state, long deadlineNanos) throws InterruptedException, TimeoutException {
        if (!event.await(() -> words.state() != state, deadlineNanos)) {
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
        boolean isLast = waiting(state) + 1 == words.parties();
        long next = !isLast
                ? state + 1
                : words.hasAction() ? BarrierCounters.withPhase(state + 1, ACTING) : BarrierCounters.next(state);
        return words.compareAndSet(state, next);
    }

    /** Lets all go on; the action is run first. */
    private int trip(long before) throws BrokenBarrierException {
        if (words.hasAction()) {
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
            if (!words.compareAndSet(acting, BarrierCounters.next(acting))) {
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
                throw new TimeoutException("not all have come, barrier=" + name() + ", parties=" + words.parties());
            }
        } catch (InterruptedException e) {
            if (breakGeneration(generation)) {
                throw e;
            }
            // It was over by then; the interrupt is for later.
            Thread.currentThread().interrupt();
        }
        if (generation(words.state()) == generation || localParties.wasBroken(party)) {
            throw broken();
        }
        return words.parties() - 1 - waiting(before);
    }

    private boolean isOver(long generation) {
        long state = words.state();
        return generation(state) != generation || phase(state) == BROKEN;
    }

    private BrokenBarrierException broken() {
        return new BrokenBarrierException("the barrier is broken, barrier=" + name());
    }

    // ---------------------------------------------------------------- breaking

    /** Gives whether it was this call that broke it. */
    private boolean breakGeneration(long generation) {
        for (long state = words.state(); generation(state) == generation; state = words.state()) {
            if (phase(state) == BROKEN || phase(state) == RESETTING) {
                return false;
            }
            if (words.compareAndSet(state, BarrierCounters.withPhase(state, BROKEN))) {
                SyncKillPoint.SYNC_BARRIER_BROKEN.here();
                event.signalAll();
                return true;
            }
        }
        return false;
    }

    @Override
    public void abort() {
        context.checkOpen();
        // A generation that is over meanwhile was aborted too late, and the next one is.
        for (long state = words.state(); phase(state) != BROKEN; state = words.state()) {
            completeReset(generation(state));
            breakGeneration(generation(state));
        }
    }

    @Override
    public void reset() {
        context.checkOpen();
        long state = words.state();
        long generation = generation(state);
        // One that ends meanwhile needs none, and neither does one that nobody waits in.
        while (generation(state) == generation && (phase(state) != OPEN || waiting(state) != 0)) {
            if (phase(state) != RESETTING && words.compareAndSet(state, BarrierCounters.withPhase(state, RESETTING))) {
                SyncKillPoint.SYNC_BARRIER_RESETTING.here();
            }
            completeReset(generation);
            state = words.state();
        }
    }

    /** Goes on to the next generation if this one is to end by a reset: whoever began that may be dead. */
    private void completeReset(long generation) {
        for (long state = words.state();
                generation(state) == generation && phase(state) == RESETTING;
                state = words.state()) {
            tellParties(generation);
            SyncKillPoint.SYNC_BARRIER_TOLD.here();
            words.compareAndSet(state, BarrierCounters.next(state));
            event.signalAll();
        }
    }

    private void tellParties(long brokenGeneration) {
        for (int index = 0; index < ProcessCounters.COUNT; index++) {
            for (long word = partiesWords.get(index);
                    word != 0
                            && BarrierCounters.generationOf(word) == brokenGeneration
                            && !BarrierCounters.wasBroken(word);
                    word = partiesWords.get(index)) {
                partiesWords.compareAndSet(index, word, BarrierCounters.broken(word));
            }
        }
    }

    @Override
    public boolean isBroken() {
        context.checkOpen();
        return phase(words.state()) == BROKEN;
    }

    @Override
    public int getParties() {
        return words.parties();
    }

    @Override
    public int getNumberWaiting() {
        context.checkOpen();
        long state = words.state();
        return phase(state) == BROKEN || phase(state) == RESETTING ? 0 : waiting(state);
    }

    @Override
    public void sweep(int deadSlot) {
        int index = partiesWords.find(deadSlot);
        if (index >= 0) {
            breakGeneration(BarrierCounters.generationOf(partiesWords.get(index)));
            partiesWords.set(index, 0);
        }
        // The dead one may have begun it, whether it was a party or not.
        completeReset(generation(words.state()));
        event.forget(deadSlot);
    }

    @Override
    public String toString() {
        long state = words.state();
        return "SharedBarrier[name=" + name() + ", parties=" + words.parties() + ", "
                + (phase(state) == BROKEN ? "broken" : "waiting=" + waiting(state)) + "]";
    }
}
