package dev.multiproc.internal.sync;

import java.util.HashSet;
import java.util.Set;

/**
 * The threads of this process that wait at a barrier, and the process's party counter; see {@link BarrierCounters}.
 */
final class LocalParties {
    private static final int NONE = -1;

    private final ProcessCounters counters;
    /** Guarded by this. */
    private final Set<Party> parties = new HashSet<>();
    /** The index of this process's counter, or {@link #NONE}. Guarded by this. */
    private int index = NONE;

    LocalParties(ProcessCounters counters) {
        this.counters = counters;
    }

    /** One waiting thread. */
    static final class Party {
        private long generation;
        private boolean wasBroken;
    }

    synchronized Party enter() {
        Party party = new Party();
        parties.add(party);
        return party;
    }

    /** Records the thread's generation. Called before the thread is counted in it. */
    synchronized void mark(Party party, long generation) {
        // The thread may have tried to be counted in an earlier generation before.
        party.generation = generation;
        party.wasBroken = false;
        if (index == NONE) {
            index = counters.take(generation);
            return;
        }
        long word = counters.get(index);
        while (BarrierCounters.generationOf(word) < generation
                && !counters.compareAndSet(index, word, ProcessCounters.withValue(word, generation))) {
            word = counters.get(index);
        }
        if (BarrierCounters.generationOf(word) < generation && BarrierCounters.wasBroken(word)) {
            remember(BarrierCounters.generationOf(word));
        }
    }

    /** Passes on to the threads of a generation that it was broken, before the counter is overwritten. */
    private void remember(long brokenGeneration) {
        for (Party party : parties) {
            party.wasBroken |= party.generation == brokenGeneration;
        }
    }

    /** Whether the generation in which a thread was counted was broken. Called when a later generation has begun. */
    synchronized boolean wasBroken(Party party) {
        long word = counters.get(index);
        return party.wasBroken
                || BarrierCounters.generationOf(word) == party.generation && BarrierCounters.wasBroken(word);
    }

    synchronized void leave(Party party) {
        parties.remove(party);
        if (parties.isEmpty() && index != NONE) {
            counters.set(index, 0);
            index = NONE;
        }
    }
}
