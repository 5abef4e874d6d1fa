package dev.multiproc.internal.model;

/** The part of {@link EventProtocol} that models how a thread ends its wait, and what it owes to the others then. */
abstract class EventLeaving extends EventListener {
    /** In place of a chosen bit: a thread that leaves is to pick another of its channel. */
    private static final int PICKS_NEXT = -2;

    EventLeaving(int maxKills, int[] bits, String threads, boolean wakesOne, Mutation mutation) {
        super(maxKills, bits, threads, wakesOne, mutation);
    }

    /**
     * Whether the thread passes on a signal that came after it set its bit, since that may have been meant for another thread.
     */
    final boolean passesOn(int me) {
        Mutation keeps = thread(me, SATISFIED) != 0
                ? Mutation.SATISFIED_WITHOUT_PASSING_ON
                : Mutation.GIVE_UP_WITHOUT_PASSING_ON;
        return thread(me, PASSES_ON) != 0 && mutation != keeps;
    }

    /** A single step, since the code holds its process's monitor. */
    final boolean leave(int me, int bit) {
        boolean othersWait = false;
        for (int other = 0; other < processes.length; other++) {
            boolean isIn =
                    stepOf(other).compareTo(Step.ENTER) > 0 && stepOf(other).compareTo(Step.LEAVE) <= 0;
            othersWait |=
                    other != me && processes[other] == processes[me] && usesChannel[other] == usesChannel[me] && isIn;
        }
        boolean givesUpPicked = thread(me, PICKED) != 0 && thread(me, SATISFIED) == 0;
        if ((get(WAITERS) & bit) == 0 || givesUpPicked) {
            setThread(me, PASSES_ON, 1);
        }
        if (othersWait && usesChannel[me]) {
            set(WAITERS, get(WAITERS) | bit);
            boolean picksNext = thread(me, PICKED) != 0 && mutation != Mutation.CHANNEL_PICKED_WITHOUT_PASSING_ON;
            setThread(me, CHOSEN, picksNext ? PICKS_NEXT : 0);
            return go(me, wakesOne ? Step.LEAVE_SEARCH : picksNext ? Step.LEAVE_PICK : Step.LEFT);
        }
        if (othersWait && mutation != Mutation.LEAVE_WITHOUT_PASSING_ON) {
            set(WAITERS, get(WAITERS) | bit);
            return go(me, wakesOne ? Step.LEAVE_SEARCH : Step.LEAVE_MOVE);
        }
        if (mutation != Mutation.LEAVE_BIT_SET) {
            set(WAITERS, get(WAITERS) & ~bit);
        }
        boolean wakesSharers = isShared(bit) && mutation != Mutation.LEAVE_WITHOUT_SHARERS;
        setThread(me, CHOSEN, wakesSharers ? ALL_BITS : 0);
        return go(me, wakesOne ? Step.LEAVE_SEARCH : wakesSharers ? Step.LEAVE_MOVE : Step.LEFT);
    }

    /** A signal may have been for this thread though it does not know of it, so it always ends the search. */
    final boolean leaveSearch(int me) {
        boolean ends = get(SEARCHER) != 0 && mutation != Mutation.SEARCH_LEFT_WITHOUT_END;
        if (ends) {
            set(SEARCHER, 0);
            setThread(me, PASSES_ON, mutation == Mutation.SEARCH_GIVEN_UP ? thread(me, PASSES_ON) : 1);
        }
        int chosen = thread(me, CHOSEN);
        setThread(me, CHOSEN, chosen == PICKS_NEXT ? 0 : chosen);
        return go(me, chosen == PICKS_NEXT ? Step.LEAVE_PICK : chosen == ALL_BITS ? Step.LEAVE_MOVE : Step.LEFT);
    }
}
