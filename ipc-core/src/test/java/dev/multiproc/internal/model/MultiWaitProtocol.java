package dev.multiproc.internal.model;

/**
 * {@link dev.multiproc.internal.park.MultiWait}, step by step, at two events. A thread waits until there is an item at either
 * event, or until another condition holds whose change unparks it, and takes nothing. Others wait at one of the events and take
 * an item.
 *
 * <p>{@link EventProtocol} models the single event with all that its waiters do. This model leaves out what is no different
 * here: processes that share a bit, the safety net, and items that a dead process had taken.
 *
 * <p>A thread that waits for a lock of {@code java.util.concurrent} may lose a permit that {@code LockSupport.unpark} has left
 * for it.
 */
final class MultiWaitProtocol extends MultiWaitState {
    /**
     * The correct wait, or one with an error.
     *
     * @param threads for each thread its process, as a small letter if it sleeps on the channel, and its actions: m to wait at
     *     both events, n to do so or give up, 0 and 1 to wait at that event and take an item, p and q to put one at the first and
     *     at the second event, o to make the other condition true
     */
    MultiWaitProtocol(int maxKills, String threads, Mutation mutation) {
        super(maxKills, threads, mutation);
    }

    // ---------------------------------------------------------------- the actors

    /** The threads; time-outs; the listeners; kills; the sweep. */
    @Override
    int actors() {
        return 2 * processes.length + 2 * PROCESSES + 1;
    }

    @Override
    boolean step(int actor) {
        if (actor < processes.length) {
            return lives(processes[actor]) && run(actor, stepOf(actor));
        }
        int sleeper = actor - processes.length;
        if (sleeper < processes.length) {
            return timeOut(sleeper);
        }
        int process = sleeper - processes.length;
        if (process < PROCESSES) {
            return lives(process) && listen(process);
        }
        return process < 2 * PROCESSES ? kill(process - PROCESSES) : sweep();
    }

    private boolean run(int me, Step step) {
        int event = thread(me, AT);
        return switch (step) {
            case READ_MOVES -> {
                mark(me, event, MOVED, false);
                yield go(me, Step.ENTER);
            }
            case ENTER -> {
                mark(me, event, ENTERED, true);
                yield event < last(me) ? at(me, event + 1, Step.READ_MOVES) : begin(me, firstOfRound());
            }
            case MARK -> setBit(me, event);
            case CHECK -> check(me, event);
            case ENLIST -> enlist(me, event);
            case ENLIST_PICK -> {
                endPick(processes[me], event, 1);
                yield list(me, event);
            }
            case LOOK -> begin(me, isPicked(me) || get(OTHER) != 0 ? Step.DELIST : Step.PARKED);
            case PARKED -> thread(me, PERMIT) != 0 && unparked(me);
            case DELIST -> delist(me, event);
            case SLEEP -> {
                boolean hasMoved = is(me, event, MOVED);
                mark(me, event, MOVED, false);
                yield go(me, hasMoved ? firstOfRound() : Step.ASLEEP);
            }
            case LEAVE, LEAVE_PICK, LEAVE_PICKED -> leave(me, event, step);
            case TAKE -> take(me, event);
            default -> signal(me, event, step);
        };
    }

    private Step firstOfRound() {
        return mutation == Mutation.MARK_AFTER_CHECK ? Step.CHECK : Step.MARK;
    }

    private boolean at(int me, int event, Step step) {
        set(me, AT, event);
        return go(me, step);
    }

    private Step sleepStep(int me) {
        return usesChannel[me] ? Step.ENLIST : Step.SLEEP;
    }

    private boolean setBit(int me, int event) {
        boolean isClear = (get(WAITERS + event) & bit(me)) == 0;
        if (isMulti(me)) {
            boolean sees = mutation != Mutation.MARK_KEEPS_CLEARED_BIT || is(me, event, PICKED);
            mark(me, event, OWES, isClear && sees || is(me, event, OWES));
        } else if (is(me, event, PICKED)) {
            mark(me, event, OWES, isClear);
        }
        set(WAITERS + event, get(WAITERS + event) | bit(me));
        if (event < last(me)) {
            return at(me, event + 1, Step.MARK);
        }
        return begin(me, mutation == Mutation.MARK_AFTER_CHECK ? sleepStep(me) : Step.CHECK);
    }

    private boolean check(int me, int event) {
        if (get(ITEMS + event) > 0 || isMulti(me) && get(OTHER) != 0) {
            set(me, SATISFIED, event + 1);
            return begin(me, Step.LEAVE);
        }
        if (event < last(me)) {
            return at(me, event + 1, Step.CHECK);
        }
        if (isMulti(me)) {
            for (int each = 0; each < EVENTS; each++) {
                mark(me, each, OWES, false);
            }
        }
        boolean givesUp = program(me) == 'n' && choose(2) == 1;
        Step next = mutation == Mutation.MARK_AFTER_CHECK ? Step.MARK : sleepStep(me);
        return begin(me, givesUp ? Step.LEAVE : next);
    }

    // ---------------------------------------------------------------- sleeping on the channel

    /** Waiting for the lock may use up a permit. */
    private void mayLosePermit(int me) {
        if (thread(me, PERMIT) != 0 && choose(2) == 1) {
            set(me, PERMIT, 0);
        }
    }

    private boolean enlist(int me, int event) {
        int process = processes[me];
        if (isLocked(process, event)) {
            return false;
        }
        mayLosePermit(me);
        if (is(me, event, PICKED)) {
            mark(me, event, PICKED, false);
            mark(me, event, OWES, false);
            if (mayPick(process, event)) {
                beginPick(process, event);
                return go(me, Step.ENLIST_PICK);
            }
        }
        return list(me, event);
    }

    private boolean list(int me, int event) {
        set(me, LISTED_TO, event);
        if (is(me, event, MOVED) && mutation != Mutation.ENLIST_WITHOUT_COMPARE) {
            return begin(me, Step.DELIST);
        }
        if (!hasListed(processes[me], event)) {
            set(UNHANDLED + processes[me] * EVENTS + event, 0);
        }
        mark(me, event, LISTED, true);
        if (event < last(me)) {
            return at(me, event + 1, Step.ENLIST);
        }
        boolean looks = isMulti(me) && mutation != Mutation.PARK_WITHOUT_LOOKING;
        return begin(me, looks ? Step.LOOK : Step.PARKED);
    }

    private boolean isPicked(int me) {
        return is(me, 0, PICKED) || is(me, 1, PICKED);
    }

    private boolean unparked(int me) {
        set(me, PERMIT, 0);
        return begin(me, Step.DELIST);
    }

    private boolean timeOut(int me) {
        if (stepOf(me) != Step.PARKED || program(me) != 'n') {
            return false;
        }
        byChance();
        return unparked(me);
    }

    /** Reads the event's word again, too. */
    private boolean delist(int me, int event) {
        if (isLocked(processes[me], event)) {
            return false;
        }
        mayLosePermit(me);
        mark(me, event, LISTED, false);
        mark(me, event, MOVED, false);
        Step next = mutation == Mutation.MARK_ONCE ? Step.CHECK : firstOfRound();
        return event < thread(me, LISTED_TO) ? at(me, event + 1, Step.DELIST) : begin(me, next);
    }

    private boolean listen(int process) {
        int event = get(LISTENING + process) - 1;
        if (event < 0) {
            boolean isSignalled = get(SIGNALLED + process) != 0;
            set(SIGNALLED + process, 0);
            set(LISTENING + process, isSignalled ? 1 : 0);
            return isSignalled;
        }
        int count = get(TO_PICK + process);
        if (count != 0) {
            set(TO_PICK + process, 0);
            endPick(process, event, count);
        } else if (isLocked(process, event)) {
            return false;
        } else {
            count = get(UNHANDLED + process * EVENTS + event);
            set(UNHANDLED + process * EVENTS + event, 0);
            if (count != 0 && hasListed(process, event)) {
                set(TO_PICK + process, count);
                beginPick(process, event);
                return true;
            }
        }
        set(LISTENING + process, event + 1 < EVENTS ? event + 2 : 0);
        return true;
    }

    // ---------------------------------------------------------------- leaving

    private boolean leave(int me, int event, Step step) {
        int process = processes[me];
        if (step == Step.LEAVE) {
            leaveNow(me, event);
            return is(me, event, PICKED) ? go(me, Step.LEAVE_PICK) : left(me, event);
        }
        if (step == Step.LEAVE_PICKED) {
            endPick(process, event, 1);
        } else if (isLocked(process, event)) {
            return false;
        } else if (mayPick(process, event)) {
            beginPick(process, event);
            return go(me, Step.LEAVE_PICKED);
        }
        return left(me, event);
    }

    /** A single step, since the code holds the event's monitor. */
    private void leaveNow(int me, int event) {
        boolean othersWait = false;
        for (int other = 0; other < processes.length; other++) {
            othersWait |= other != me && bit(other) == bit(me) && is(other, event, ENTERED);
        }
        int before = get(WAITERS + event);
        set(WAITERS + event, othersWait ? before | bit(me) : before & ~bit(me));
        mark(me, event, ENTERED, false);
        boolean takes = !isMulti(me) && thread(me, SATISFIED) != 0;
        boolean wasPicked = is(me, event, PICKED) && !takes && mutation != Mutation.LEAVE_KEEPS_PICK;
        boolean wasCleared = (before & bit(me)) == 0 && (!isMulti(me) || mutation != Mutation.LEAVE_KEEPS_CLEARED_BIT);
        boolean keeps =
                isMulti(me) && mutation == Mutation.LEAVE_PASSES_ON_AT_ONE_ONLY && thread(me, SATISFIED) != event + 1;
        mark(me, event, OWES, !keeps && (wasPicked || wasCleared || is(me, event, OWES)));
    }

    private boolean left(int me, int event) {
        mark(me, event, PICKED, false);
        boolean owes = is(me, event, OWES);
        mark(me, event, OWES, false);
        return owes ? go(me, Step.SIGNAL) : signalled(me, event);
    }

    private boolean take(int me, int event) {
        set(me, SATISFIED, 0);
        if (get(ITEMS + event) == 0) {
            return begin(me, Step.READ_MOVES);
        }
        set(ITEMS + event, get(ITEMS + event) - 1);
        return goOn(me);
    }

    // ---------------------------------------------------------------- signalling

    private boolean signal(int me, int event, Step step) {
        switch (step) {
            case CHANGE -> {
                boolean isOther = program(me) == 'o';
                int word = isOther ? OTHER : ITEMS + event;
                set(word, get(word) + 1);
                return go(me, isOther ? Step.UNPARK : Step.SIGNAL);
            }
            case UNPARK -> {
                for (int thread = 0; thread < processes.length; thread++) {
                    if (lives(processes[thread]) && isMulti(thread) && stepOf(thread) != Step.DONE) {
                        set(thread, PERMIT, 1);
                    }
                }
                return goOn(me);
            }
            case SIGNAL -> {
                int waiting = get(WAITERS + event);
                if (waiting == 0) {
                    return signalled(me, event);
                }
                for (int skipped = choose(Integer.bitCount(waiting)); skipped > 0; skipped--) {
                    waiting &= waiting - 1;
                }
                set(me, CHOSEN, Integer.lowestOneBit(waiting));
                return go(me, Step.CLEAR);
            }
            case CLEAR -> {
                boolean wasSet = (get(WAITERS + event) & thread(me, CHOSEN)) != 0;
                set(WAITERS + event, get(WAITERS + event) & ~thread(me, CHOSEN));
                return go(me, wasSet ? Step.MOVE : Step.SIGNAL);
            }
            case MOVE -> {
                move(event, isMulti(me));
                return go(me, Step.WAKE);
            }
            case WAKE -> {
                wake(event, thread(me, CHOSEN), isMulti(me));
                return signalled(me, event);
            }
            default -> {
                return false;
            }
        }
    }

    private boolean signalled(int me, int event) {
        set(me, CHOSEN, 0);
        if (isMulti(me) && event < last(me)) {
            return at(me, event + 1, Step.LEAVE);
        }
        return thread(me, SATISFIED) != 0 && !isMulti(me) ? begin(me, Step.TAKE) : goOn(me);
    }

    // ---------------------------------------------------------------- what must hold

    /** Nobody sleeps whose condition holds: the explorer looks for states from which that is never reached. */
    @Override
    boolean isSettled() {
        boolean anyLives = false;
        boolean areIdle = true;
        for (int thread = 0; thread < processes.length; thread++) {
            anyLives |= lives(processes[thread]);
            areIdle &= !lives(processes[thread]) || isIdle(thread);
        }
        return areIdle && isSwept() || !anyLives;
    }

    private boolean isIdle(int me) {
        boolean holds = isMulti(me) && get(OTHER) != 0;
        for (int event = 0; event < EVENTS; event++) {
            holds |= is(me, event, ENTERED) && get(ITEMS + event) > 0;
        }
        boolean sleeps = stepOf(me) == Step.ASLEEP || stepOf(me) == Step.PARKED && thread(me, PERMIT) == 0;
        return stepOf(me) == Step.DONE || sleeps && !holds;
    }

    @Override
    String violation() {
        return null;
    }

    @Override
    String describe(int actor) {
        if (actor < processes.length) {
            return name(processes[actor]) + actor + ": " + text(stepOf(actor)) + ' ' + thread(actor, AT);
        }
        int sleeper = actor - processes.length;
        if (sleeper < processes.length) {
            return name(processes[sleeper]) + sleeper + "'s time is up";
        }
        int process = sleeper - processes.length;
        if (process < PROCESSES) {
            return name(process) + "'s listener";
        }
        return process < 2 * PROCESSES ? name(process - PROCESSES) + " is killed" : "sweep";
    }
}
