package dev.multiproc.internal.model;

/**
 * {@link dev.multiproc.internal.park.EventCount}, step by step. Threads wait until there is an item, or no more will come, and
 * take one. Others put items and signal, or announce that no more will come and signal all. The sweep gives back an item that a
 * dead process had taken and not finished.
 *
 * <p>Of {@code moves} it matters only whether it has changed since a thread read it, so the state stores just that. A signal may
 * choose any bit. Signallers have a full fence here, as most events' have.
 *
 * <p>A thread whose process is given as a small letter sleeps on its process's channel: {@link
 * dev.multiproc.internal.park.ChannelWaiters}, with the listener as an actor of its own. A process's own signals go through its
 * listener too. That may be later than in the code, where the signaller does the listener's work.
 */
final class EventProtocol extends EventListener {
    private enum Sweep {
        SETTLE,
        FORGET,
        FORGET_SEARCHER,
        MOVE,
        WAKE_ALL,
        LAST_SETTLE;

        private static final Sweep[] ALL = values();
    }

    /** In place of a chosen bit: a thread that leaves is to pick another of its channel. */
    private static final int PICKS_NEXT = -2;

    private final int maxStops;

    /**
     * The correct event, or one with an error.
     *
     * @param bits the bit of each process
     * @param threads for each thread its process, as a small letter if it sleeps on the channel, and its actions: w to wait and
     *     take, t to do so or give up, p to put, e to announce that no more will come
     */
    EventProtocol(int maxKills, int[] bits, String threads, Mutation mutation) {
        this(maxKills, 0, bits, threads, false, mutation);
    }

    private EventProtocol(int maxKills, int maxStops, int[] bits, String threads, boolean wakesOne, Mutation mutation) {
        super(maxKills, bits, threads, wakesOne, mutation);
        this.maxStops = maxStops;
    }

    /**
     * The event whose signals wake nobody while a waiter is on the way.
     *
     * @param maxStops how many processes may be stopped for good; the janitor's safety net is certain then
     */
    static EventProtocol oneAtATime(int maxKills, int maxStops, int[] bits, String threads, Mutation mutation) {
        return new EventProtocol(maxKills, maxStops, bits, threads, true, mutation);
    }

    @Override
    void begin(int me) {
        for (int thread = 0; thread < processes.length; thread++) {
            if (processes[thread] == me) {
                goOn(thread);
            }
        }
    }

    @Override
    void forget(int me) {
        set(SWEEPS + me, 0);
        for (int word : new int[] {LISTENER_SIGNALLED, LISTENERS, UNHANDLED, PICK_COUNTS, NONE_DUE, LOCKED}) {
            set(word + me, 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            if (processes[thread] == me) {
                // Other processes can see what it has taken.
                boolean holds = stepOf(thread) == Step.FINISH;
                for (int field = 0; field < FIELDS; field++) {
                    setThread(thread, field, 0);
                }
                go(thread, holds ? Step.FINISH : Step.SPIN);
            }
        }
    }

    // ---------------------------------------------------------------- the actors

    /** After the actors of the sweep: the threads; early returns from sleep; safety nets; listeners; stops. */
    @Override
    int actors() {
        return super.actors() + 2 * processes.length + 3 * PROCESSES;
    }

    @Override
    boolean runs(int process) {
        return (get(STOPPED) & 1 << process) == 0;
    }

    private boolean stop(int process) {
        if (Integer.bitCount(get(STOPPED)) == maxStops || !lives(process) || !runs(process)) {
            return false;
        }
        byChance();
        set(STOPPED, get(STOPPED) | 1 << process);
        return true;
    }

    @Override
    boolean step(int actor) {
        int thread = actor - super.actors();
        if (thread < 0) {
            return super.step(actor);
        }
        if (thread < processes.length) {
            return lives(processes[thread]) && runs(processes[thread]) && run(thread);
        }
        int sleeper = thread - processes.length;
        int process = sleeper - processes.length;
        if (process >= 2 * PROCESSES) {
            return stop(process - 2 * PROCESSES);
        }
        if (process >= PROCESSES) {
            int listener = process - PROCESSES;
            return lives(listener) && runs(listener) && listen(listener);
        }
        return sleeper < processes.length ? returnEarly(sleeper) : rescue(process);
    }

    /** Processes do nothing themselves; their threads do. */
    @Override
    boolean work(int me) {
        return false;
    }

    private boolean run(int me) {
        Step step = stepOf(me);
        return step.compareTo(Step.CHANGE) < 0 ? await(me, step) : signal(me, step);
    }

    private boolean await(int me, Step step) {
        int bit = bit(me);
        return switch (step) {
            case SPIN -> spin(me);
            case SEARCH -> {
                setThread(me, SATISFIED, holdsNow() ? 1 : 0);
                yield go(me, Step.SEARCH_ENDS);
            }
            case SEARCH_ENDS -> endSpin(me);
            case READ_MOVES -> {
                setThread(me, MOVED, 0);
                yield go(me, Step.ENTER);
            }
            case ENTER -> go(me, mutation == Mutation.MARK_AFTER_CHECK ? Step.CHECK : Step.MARK);
            case MARK -> {
                boolean endsSearch = thread(me, SEARCHES) != 0 && mutation != Mutation.SEARCH_ENDS_AFTER_CHECK;
                boolean isSecond = thread(me, PICKED) != 0 && (get(WAITERS) & bit) == 0;
                if (isSecond && mutation != Mutation.CHANNEL_SECOND_SIGNAL_UNSEEN) {
                    setThread(me, PASSES_ON, 1);
                }
                set(WAITERS, get(WAITERS) | bit);
                Step next = endsSearch ? Step.END_SEARCH : Step.CHECK;
                yield go(me, mutation == Mutation.MARK_AFTER_CHECK ? Step.PARK : next);
            }
            case END_SEARCH -> {
                set(SEARCHER, 0);
                setThread(me, SEARCHES, 0);
                yield go(me, mutation == Mutation.SEARCH_ENDS_AFTER_CHECK ? Step.PARK : Step.CHECK);
            }
            case CHECK -> check(me);
            case PARK ->
                usesChannel[me] ? parkOnChannel(me) : go(me, thread(me, MOVED) == 0 ? Step.ASLEEP : Step.WOKEN);
            case PARK_PICK -> {
                pickNext(me);
                yield fallAsleep(me);
            }
            case WOKEN -> {
                setThread(me, MOVED, 0);
                yield go(me, mutation == Mutation.MARK_AFTER_CHECK ? Step.CHECK : Step.MARK);
            }
            case LEAVE -> leave(me, bit);
            case LEAVE_SEARCH -> leaveSearch(me);
            case LEAVE_MOVE -> {
                move(thread(me, CHOSEN) == ALL_BITS);
                yield go(me, Step.LEAVE_WAKE);
            }
            case LEAVE_WAKE -> {
                wake(bit, thread(me, CHOSEN) == ALL_BITS);
                yield go(me, Step.LEFT);
            }
            case LEAVE_PICK -> beginPick(me, Step.LEAVE_PICKED, Step.LEFT);
            case LEAVE_PICKED -> {
                pickNext(me);
                yield go(me, Step.LEFT);
            }
            case LEFT -> {
                setThread(me, CHOSEN, 0);
                setThread(me, PICKED, 0);
                if (wakesOne && thread(me, SATISFIED) != 0) {
                    yield go(me, Step.LOOK_FOR_MORE);
                }
                yield passesOn(me) ? go(me, Step.SIGNAL) : signalled(me);
            }
            case LOOK_FOR_MORE -> {
                boolean isMoreLeft = get(NO_MORE_ITEMS) != 0 || get(ITEMS) > 1;
                boolean wakesNext = isMoreLeft && mutation != Mutation.SEARCH_FINDS_WITHOUT_WAKING_NEXT;
                yield wakesNext ? go(me, Step.SIGNAL) : signalled(me);
            }
            case TAKE -> take(me);
            case FINISH -> goOn(me);
            default -> false;
        };
    }

    private boolean spin(int me) {
        if (holdsNow()) {
            return go(me, Step.TAKE);
        }
        if (!wakesOne || get(SEARCHER) != 0 || choose(2) == 1) {
            return go(me, Step.READ_MOVES);
        }
        set(SEARCHER, 1);
        return go(me, Step.SEARCH);
    }

    private boolean endSpin(int me) {
        if (mutation != Mutation.SEARCH_SPINS_WITHOUT_END) {
            set(SEARCHER, 0);
        }
        if (thread(me, SATISFIED) == 0) {
            return go(me, Step.READ_MOVES);
        }
        return go(me, mutation == Mutation.SEARCH_SPINS_WITHOUT_WAKING_NEXT ? Step.TAKE : Step.LOOK_FOR_MORE);
    }

    private boolean check(int me) {
        if (mutation == Mutation.SEARCH_ENDS_AFTER_CHECK && thread(me, SEARCHES) != 0 && !holdsNow()) {
            return go(me, Step.END_SEARCH);
        }
        setThread(me, SATISFIED, holdsNow() ? 1 : 0);
        if (holdsNow()) {
            return go(me, Step.LEAVE);
        }
        boolean givesUp = program(me) == 't' && choose(2) == 1;
        Step next = mutation == Mutation.MARK_AFTER_CHECK ? Step.MARK : Step.PARK;
        return go(me, givesUp ? Step.LEAVE : next);
    }

    /**
     * Whether the thread passes on a signal that came after it set its bit, since that may have been meant for another thread.
     */
    private boolean passesOn(int me) {
        Mutation keeps = thread(me, SATISFIED) != 0
                ? Mutation.SATISFIED_WITHOUT_PASSING_ON
                : Mutation.GIVE_UP_WITHOUT_PASSING_ON;
        return thread(me, PASSES_ON) != 0 && mutation != keeps;
    }

    /** A single step, since the code holds its process's monitor. */
    private boolean leave(int me, int bit) {
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
    private boolean leaveSearch(int me) {
        boolean ends = get(SEARCHER) != 0 && mutation != Mutation.SEARCH_LEFT_WITHOUT_END;
        if (ends) {
            set(SEARCHER, 0);
            setThread(me, PASSES_ON, mutation == Mutation.SEARCH_GIVEN_UP ? thread(me, PASSES_ON) : 1);
        }
        int chosen = thread(me, CHOSEN);
        setThread(me, CHOSEN, chosen == PICKS_NEXT ? 0 : chosen);
        return go(me, chosen == PICKS_NEXT ? Step.LEAVE_PICK : chosen == ALL_BITS ? Step.LEAVE_MOVE : Step.LEFT);
    }

    private boolean take(int me) {
        if (get(NO_MORE_ITEMS) != 0) {
            return goOn(me);
        }
        if (get(ITEMS) == 0) {
            return go(me, Step.SPIN);
        }
        set(ITEMS, get(ITEMS) - 1);
        return go(me, Step.FINISH);
    }

    private boolean signal(int me, Step step) {
        boolean isEarly = mutation == Mutation.SIGNAL_BEFORE_CHANGE;
        boolean isAll = program(me) == 'e';
        return switch (step) {
            case CHANGE -> {
                set(isAll ? NO_MORE_ITEMS : ITEMS, isAll ? 1 : get(ITEMS) + 1);
                yield isEarly ? goOn(me) : go(me, Step.SIGNAL);
            }
            case SIGNAL -> {
                if (get(WAITERS) == 0) {
                    yield signalled(me);
                }
                setThread(me, CHOSEN, isAll ? ALL_BITS : chooseBit());
                yield go(me, wakesOne && !isAll ? Step.ANNOUNCE : Step.CLEAR);
            }
            case ANNOUNCE -> {
                if (get(SEARCHER) != 0) {
                    yield signalled(me);
                }
                set(SEARCHER, 1);
                yield go(me, Step.CLEAR);
            }
            case CLEAR -> {
                boolean wasSet = (get(WAITERS) & thread(me, CHOSEN)) != 0;
                set(WAITERS, get(WAITERS) & ~thread(me, CHOSEN));
                if (wasSet) {
                    if (mutation == Mutation.CHANNEL_WAKE_BEFORE_MOVE) {
                        wakeListeners(thread(me, CHOSEN));
                    }
                    yield mutation == Mutation.CLEAR_WITHOUT_WAKE ? signalled(me) : go(me, Step.MOVE);
                }
                yield isAll ? signalled(me) : go(me, wakesOne ? Step.UNDO : Step.SIGNAL);
            }
            case UNDO -> {
                set(SEARCHER, 0);
                yield mutation == Mutation.SEARCH_FOR_NOBODY ? signalled(me) : go(me, Step.SIGNAL);
            }
            case MOVE -> {
                if (mutation != Mutation.WAKE_WITHOUT_MOVE) {
                    move(isAll || givesUp(me));
                }
                yield go(me, Step.WAKE);
            }
            case WAKE -> {
                wake(thread(me, CHOSEN), isAll || givesUp(me));
                yield signalled(me);
            }
            default -> false;
        };
    }

    /** Whether the thread gives up; then it wakes all threads of the process. */
    private boolean givesUp(int me) {
        return program(me) == 't' && thread(me, SATISFIED) == 0;
    }

    private boolean signalled(int me) {
        setThread(me, CHOSEN, 0);
        if (program(me) == 'w' || program(me) == 't') {
            return thread(me, SATISFIED) != 0 ? go(me, Step.TAKE) : goOn(me);
        }
        return mutation == Mutation.SIGNAL_BEFORE_CHANGE ? go(me, Step.CHANGE) : goOn(me);
    }

    private int chooseBit() {
        int chosen = choose(Integer.bitCount(get(WAITERS)));
        int left = get(WAITERS);
        for (int i = 0; i < chosen; i++) {
            left &= left - 1;
        }
        return Integer.lowestOneBit(left);
    }

    /** What the kernel does: wakes one of the threads of the processes with these bits, or all of them. */
    private void wake(int whom, boolean all) {
        if (mutation != Mutation.CHANNEL_WAKE_BEFORE_MOVE) {
            wakeListeners(whom);
        }
        int sleeping = 0;
        for (int thread = 0; thread < processes.length; thread++) {
            sleeping += !usesChannel[thread] && sleeps(thread, whom) ? 1 : 0;
        }
        int chosen = all ? 0 : choose(sleeping);
        for (int thread = 0; thread < processes.length; thread++) {
            if (!usesChannel[thread] && sleeps(thread, whom) && (all || chosen-- == 0)) {
                go(thread, Step.WOKEN);
            }
        }
    }

    /** A thread returns from sleep for no reason, or because the time is up. */
    private boolean returnEarly(int me) {
        boolean isLocked = usesChannel[me] && isLocked(processes[me]);
        if (!sleeps(me, ALL_BITS) || program(me) != 't' || isLocked || !runs(processes[me])) {
            return false;
        }
        byChance();
        return go(me, Step.WOKEN);
    }

    /** The janitor's safety net. The protocol must work without it. */
    private boolean rescue(int process) {
        boolean isMissed = false;
        for (int thread = 0; thread < processes.length; thread++) {
            isMissed |= processes[thread] == process && sleeps(thread, ALL_BITS) && holdsNow() && runs(process);
        }
        if (isMissed && get(STOPPED) == 0) {
            byChance();
        }
        if (isMissed) {
            move(true);
            wake(1 << bits[process] | channelBit(process), true);
        }
        return isMissed;
    }

    // ---------------------------------------------------------------- the sweep

    @Override
    Progress sweepObjects(int id, int me, int dead) {
        switch (Sweep.ALL[get(SWEEPS + me)]) {
            case SETTLE -> {
                if (mutation != Mutation.FORGET_BEFORE_SETTLING) {
                    giveBack(dead);
                }
                if (mutation == Mutation.SWEEP_WITHOUT_FORGET) {
                    return Progress.DONE;
                }
                set(SWEEPS + me, Sweep.FORGET);
            }
            case FORGET -> {
                set(WAITERS, get(WAITERS) & ~(1 << bits[dead] | channelBit(dead)));
                boolean leavesSearch = !wakesOne || mutation == Mutation.SEARCH_OF_THE_DEAD;
                set(SWEEPS + me, leavesSearch ? Sweep.MOVE : Sweep.FORGET_SEARCHER);
            }
            case FORGET_SEARCHER -> {
                set(SEARCHER, 0);
                set(SWEEPS + me, Sweep.MOVE);
            }
            case MOVE -> {
                move(true);
                set(SWEEPS + me, Sweep.WAKE_ALL);
            }
            case WAKE_ALL -> {
                wake(ALL_BITS, true);
                set(SWEEPS + me, Sweep.LAST_SETTLE);
            }
            case LAST_SETTLE -> {
                giveBack(dead);
                set(SWEEPS + me, Sweep.SETTLE);
                return Progress.DONE;
            }
        }
        return Progress.GOES_ON;
    }

    private void giveBack(int dead) {
        for (int thread = 0; thread < processes.length; thread++) {
            if (processes[thread] == dead && stepOf(thread) == Step.FINISH) {
                set(ITEMS, get(ITEMS) + 1);
                go(thread, Step.SPIN);
            }
        }
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    boolean isSettled() {
        boolean anyLives = false;
        boolean areDone = true;
        for (int thread = 0; thread < processes.length; thread++) {
            boolean lives = lives(processes[thread]) && runs(processes[thread]);
            boolean isIdle = stepOf(thread) == Step.DONE || stepOf(thread) == Step.ASLEEP && !holdsNow();
            anyLives |= lives;
            areDone &= !lives || isIdle;
        }
        return areDone && (isSwept() || get(STOPPED) != 0) || !anyLives;
    }

    // ---------------------------------------------------------------- for traces

    @Override
    String describe(int actor) {
        int thread = actor - super.actors();
        if (thread < 0) {
            return super.describe(actor);
        }
        if (thread < processes.length) {
            return name(thread, stepOf(thread));
        }
        int sleeper = thread - processes.length;
        return sleeper < processes.length
                ? name(sleeper, Step.ASLEEP) + ", returns early"
                : describeProcess(sleeper - processes.length);
    }

    private String describeProcess(int index) {
        if (index >= 2 * PROCESSES) {
            return name(index - 2 * PROCESSES) + " is stopped";
        }
        return index < PROCESSES
                ? name(index) + "'s safety net"
                : name(index - PROCESSES) + "'s listener: " + text(Listener.ALL[get(LISTENERS + index - PROCESSES)]);
    }

    @Override
    String describeWork(int slot) {
        return "lives";
    }

    @Override
    String describeSweep(int id) {
        return text(Sweep.ALL[get(SWEEPS + processOf(id))]);
    }
}
