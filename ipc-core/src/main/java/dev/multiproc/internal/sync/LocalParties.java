package dev.multiproc.internal.sync;

import java.util.HashSet;
import java.util.Set;

/** This process's threads that wait at a barrier, and its word; see {@link BarrierCounters}. */
final class LocalParties {
    private static final int NONE = -1;

    private final ProcessCounters words;
    /** Guarded by this. */
    private final Set<Party> parties = new HashSet<>();
    /** Where this process's word is. Guarded by this. */
    private int index = NONE;

    LocalParties(ProcessCounters words) {
        this.words = words;
    }

    /** One thread's wait. */
    static final class Party {
        private long generation;
        private boolean wasBroken;
    }

    synchronized Party enter() {
        Party party = new Party();
        parties.add(party);
        return party;
    }

    /** Called before the thread is counted. */
    synchronized void mark(Party party, long generation) {
        // It may have tried to be counted in an earlier one.
        party.generation = generation;
        party.wasBroken = false;
        if (index == NONE) {
            index = words.take(generation);
            return;
        }
        long word = words.get(index);
        while (BarrierCounters.generationOf(word) < generation
                && !words.compareAndSet(index, word, ProcessCounters.withValue(word, generation))) {
            word = words.get(index);
        }
        if (BarrierCounters.generationOf(word) < generation && BarrierCounters.wasBroken(word)) {
            remember(BarrierCounters.generationOf(word));
        }
    }

    /** What the word said is known to those whom it concerns. */
    private void remember(long brokenGeneration) {
        for (Party party : parties) {
            party.wasBroken |= party.generation == brokenGeneration;
        }
    }

    /** Whether the generation that a thread was counted in was broken. Asked when there is another. */
    synchronized boolean wasBroken(Party party) {
        long word = words.get(index);
        return party.wasBroken
                || BarrierCounters.generationOf(word) == party.generation && BarrierCounters.wasBroken(word);
    }

    synchronized void leave(Party party) {
        parties.remove(party);
        if (parties.isEmpty() && index != NONE) {
            words.set(index, 0);
            index = NONE;
        }
    }
}
