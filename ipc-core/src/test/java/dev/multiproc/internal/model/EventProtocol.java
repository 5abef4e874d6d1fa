package dev.multiproc.internal.model;

/**
 * {@link dev.multiproc.internal.park.EventCount}, step by step. Threads wait until there is an item or the end is near, and
 * take one; others put items and signal, or say that the end is near and signal all. An item that a dead process had taken and
 * not finished is given back by the sweep.
 *
 * <p>Of {@code moves} matters only whether it has changed since a thread has read it, so that is what a state says.
 * Which bit a signal chooses is left open. Signallers have a full fence here, as most events' have.
 *
 * <p>A thread whose process is given as a small letter sleeps at its process's door: {@link
 * dev.multiproc.internal.park.DoorWaiters}, with the doorkeeper as an actor of its own. A process's own signals go by its
 * doorkeeper too, which may be later than in the code, where the signaller does its work.
 */
final class EventProtocol extends SweepProtocol {
    /** What is broken on purpose. */
    enum Mutation {
        NONE,
        /** A waiter looks first, and sets its bit then. */
        MARK_AFTER_LOOK,
        /** Waiters are told first, and the item is put then. */
        SIGNAL_BEFORE_CHANGE,
        /** A signal clears a bit, and wakes nobody. */
        CLEAR_WITHOUT_WAKE,
        /** A signal wakes, and leaves the word that sleepers compare as it is. */
        WAKE_WITHOUT_MOVE,
        /** A thread that leaves clears the bit and does not think of the others of its process. */
        LEAVE_WITHOUT_HANDING_ON,
        /** A thread that leaves does not think of other processes that share the bit. */
        LEAVE_WITHOUT_SHARERS,
        /** The last thread that leaves does not clear the bit. */
        LEAVE_BIT_SET,
        /** A thread that gives up keeps the wake-up that it may have had. */
        GIVE_UP_WITHOUT_HANDING_ON,
        /** A thread whose condition holds keeps the wake-up that came after it had looked. */
        SATISFIED_WITHOUT_HANDING_ON,
        /** The sweep does not think of the waiters. */
        SWEEP_WITHOUT_FORGET,
        /** The sweep wakes all, and gives back what the dead one had then. */
        FORGET_BEFORE_SETTLING,
        /** The doorkeeper looks at the conditions first, and sets the bit then. */
        DOOR_MARK_AFTER_LOOK,
        /** The doorkeeper looks, and takes note of the ring then. */
        DOOR_HEAR_AFTER_LOOK,
        /** The doorkeeper is rung for first, and the word moves then. */
        DOOR_RING_BEFORE_MOVE,
        /** A thread sleeps at the door without a look whether the word has moved. */
        DOOR_SLEEP_WITHOUT_COMPARE,
        /** A thread that was picked keeps what was signalled meanwhile. */
        DOOR_PICKED_WITHOUT_HANDING_ON,
        /** A thread that was picked sets the bit again, and does not care for a second signal that has cleared it. */
        DOOR_SECOND_SIGNAL_UNSEEN,
        /** A look that has found as many as it sought is taken for one that has found all. */
        DOOR_IN_VAIN_THOUGH_FOUND;

        boolean isOfDoor() {
            return name().startsWith("DOOR");
        }
    }

    private enum Step {
        SPIN,
        READ_MOVES,
        ENTER,
        MARK,
        LOOK,
        PARK,
        PARK_PICK,
        ASLEEP,
        WOKEN,
        LEAVE,
        LEAVE_MOVE,
        LEAVE_WAKE,
        LEAVE_PICK,
        LEAVE_PICKED,
        LEFT,
        TAKE,
        FINISH,
        CHANGE,
        SIGNAL,
        CLEAR,
        MOVE,
        WAKE,
        DONE;

        private static final Step[] ALL = values();
    }

    private enum Sweep {
        SETTLE,
        FORGET,
        MOVE,
        WAKE_ALL,
        LAST_SETTLE;

        private static final Sweep[] ALL = values();
    }

    /** What a doorkeeper does. */
    private enum Keeper {
        ASLEEP,
        AWAKE,
        LOOKS,
        HEARS;

        private static final Keeper[] ALL = values();
    }

    private static final int ALL_BITS = -1;
    /** That many signals are as good as one for all: there are no more threads. */
    private static final int MANY = 4;

    private static final int ITEMS = OWN;
    private static final int END_IS_NEAR = ITEMS + 1;
    private static final int WAITERS = END_IS_NEAR + 1;
    private static final int SWEEPS = WAITERS + 1;
    /** Whether the doorkeeper's bell has moved since it listened, of each process as all below. */
    private static final int RUNG = SWEEPS + PROCESSES;

    private static final int KEEPERS = RUNG + PROCESSES;
    /** How often the word has moved since signals were heard. */
    private static final int UNHEARD = KEEPERS + PROCESSES;
    /** How many the doorkeeper is to pick. */
    private static final int COUNTS = UNHEARD + PROCESSES;
    /** Whether nobody else was found whose condition holds, and the word has not moved since. */
    private static final int IN_VAIN = COUNTS + PROCESSES;
    /** Whether a thread has the door's lock. */
    private static final int LOCKED = IN_VAIN + PROCESSES;

    private static final int THREADS = LOCKED + PROCESSES;
    private static final int STEP = 0;
    /** Whether moves has changed since the thread looked at it last. */
    private static final int MOVED = 1;

    private static final int SATISFIED = 2;
    private static final int HANDS_ON = 3;
    private static final int CHOSEN = 4;
    private static final int PICKED = 5;
    private static final int TURN = 6;
    private static final int FIELDS = 7;

    private final int[] bits;
    private final int[] processes;
    private final boolean[] atDoor;
    private final String[] programs;
    private final Mutation mutation;

    /**
     * An event as it is, or with something broken.
     *
     * @param bits the bit of each process
     * @param threads of each the process, as a small letter if it sleeps at the door, and what it does: w to wait and take, t to do so or give up, p to put, e to say that
     *     the end is near
     */
    EventProtocol(int maxKills, int[] bits, String threads, Mutation mutation) {
        super(maxKills, false, SweepMutation.NONE);
        this.bits = bits.clone();
        this.mutation = mutation;
        String[] parts = threads.split(" ", -1);
        processes = new int[parts.length];
        atDoor = new boolean[parts.length];
        programs = new String[parts.length];
        for (int thread = 0; thread < parts.length; thread++) {
            atDoor[thread] = Character.isLowerCase(parts[thread].charAt(0));
            processes[thread] = Character.toUpperCase(parts[thread].charAt(0)) - 'A';
            programs[thread] = parts[thread].substring(1);
        }
    }

    @Override
    int length() {
        return THREADS + processes.length * FIELDS;
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
        for (int word : new int[] {RUNG, KEEPERS, UNHEARD, COUNTS, IN_VAIN, LOCKED}) {
            set(word + me, 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            if (processes[thread] == me) {
                // What it has taken is known to others.
                boolean holds = stepOf(thread) == Step.FINISH;
                for (int field = 0; field < FIELDS; field++) {
                    setThread(thread, field, 0);
                }
                go(thread, holds ? Step.FINISH : Step.SPIN);
            }
        }
    }

    // ---------------------------------------------------------------- the actors

    /** After those of the sweep: the threads; early returns from sleep; the safety nets; the doorkeepers. */
    @Override
    int actors() {
        return super.actors() + 2 * processes.length + 2 * PROCESSES;
    }

    @Override
    boolean step(int actor) {
        int thread = actor - super.actors();
        if (thread < 0) {
            return super.step(actor);
        }
        if (thread < processes.length) {
            return lives(processes[thread]) && run(thread);
        }
        int sleeper = thread - processes.length;
        int process = sleeper - processes.length;
        if (process >= PROCESSES) {
            return lives(process - PROCESSES) && keepDoor(process - PROCESSES);
        }
        return sleeper < processes.length ? returnEarly(sleeper) : rescue(process);
    }

    /** The work of processes is their threads'. */
    @Override
    boolean work(int me) {
        return false;
    }

    private boolean run(int me) {
        Step step = stepOf(me);
        return step.compareTo(Step.CHANGE) < 0 ? await(me, step) : signal(me, step);
    }

    private boolean holdsNow() {
        return get(ITEMS) > 0 || get(END_IS_NEAR) != 0;
    }

    private boolean await(int me, Step step) {
        int bit = bit(me);
        return switch (step) {
            case SPIN -> go(me, holdsNow() ? Step.TAKE : Step.READ_MOVES);
            case READ_MOVES -> {
                setThread(me, MOVED, 0);
                yield go(me, Step.ENTER);
            }
            case ENTER -> go(me, mutation == Mutation.MARK_AFTER_LOOK ? Step.LOOK : Step.MARK);
            case MARK -> {
                boolean isSecond = thread(me, PICKED) != 0 && (get(WAITERS) & bit) == 0;
                if (isSecond && mutation != Mutation.DOOR_SECOND_SIGNAL_UNSEEN) {
                    setThread(me, HANDS_ON, 1);
                }
                set(WAITERS, get(WAITERS) | bit);
                yield go(me, mutation == Mutation.MARK_AFTER_LOOK ? Step.PARK : Step.LOOK);
            }
            case LOOK -> look(me);
            case PARK -> atDoor[me] ? parkAtDoor(me) : go(me, thread(me, MOVED) == 0 ? Step.ASLEEP : Step.WOKEN);
            case PARK_PICK -> {
                pickNext(me);
                yield lieDown(me);
            }
            case WOKEN -> {
                setThread(me, MOVED, 0);
                yield go(me, mutation == Mutation.MARK_AFTER_LOOK ? Step.LOOK : Step.MARK);
            }
            case LEAVE -> leave(me, bit);
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
                yield handsOn(me) ? go(me, Step.SIGNAL) : signalled(me);
            }
            case TAKE -> take(me);
            case FINISH -> goOn(me);
            default -> false;
        };
    }

    private boolean look(int me) {
        setThread(me, SATISFIED, holdsNow() ? 1 : 0);
        if (holdsNow()) {
            return go(me, Step.LEAVE);
        }
        boolean givesUp = program(me) == 't' && choose(2) == 1;
        Step next = mutation == Mutation.MARK_AFTER_LOOK ? Step.MARK : Step.PARK;
        return go(me, givesUp ? Step.LEAVE : next);
    }

    /** Whether a signal has come since the thread set its bit: it may have been meant for another. */
    private boolean handsOn(int me) {
        Mutation keeps = thread(me, SATISFIED) != 0
                ? Mutation.SATISFIED_WITHOUT_HANDING_ON
                : Mutation.GIVE_UP_WITHOUT_HANDING_ON;
        return thread(me, HANDS_ON) != 0 && mutation != keeps;
    }

    /** In its process's monitor, so in one step. */
    private boolean leave(int me, int bit) {
        boolean othersWait = false;
        for (int other = 0; other < processes.length; other++) {
            boolean isIn =
                    stepOf(other).compareTo(Step.ENTER) > 0 && stepOf(other).compareTo(Step.LEAVE) <= 0;
            othersWait |= other != me && processes[other] == processes[me] && atDoor[other] == atDoor[me] && isIn;
        }
        boolean givesUpPicked = thread(me, PICKED) != 0 && thread(me, SATISFIED) == 0;
        if ((get(WAITERS) & bit) == 0 || givesUpPicked) {
            setThread(me, HANDS_ON, 1);
        }
        if (othersWait && atDoor[me]) {
            set(WAITERS, get(WAITERS) | bit);
            boolean picksNext = thread(me, PICKED) != 0 && mutation != Mutation.DOOR_PICKED_WITHOUT_HANDING_ON;
            return go(me, picksNext ? Step.LEAVE_PICK : Step.LEFT);
        }
        if (othersWait && mutation != Mutation.LEAVE_WITHOUT_HANDING_ON) {
            set(WAITERS, get(WAITERS) | bit);
            return go(me, Step.LEAVE_MOVE);
        }
        if (mutation != Mutation.LEAVE_BIT_SET) {
            set(WAITERS, get(WAITERS) & ~bit);
        }
        boolean wakesSharers = isShared(bit) && mutation != Mutation.LEAVE_WITHOUT_SHARERS;
        setThread(me, CHOSEN, wakesSharers ? ALL_BITS : 0);
        return go(me, wakesSharers ? Step.LEAVE_MOVE : Step.LEFT);
    }

    private boolean take(int me) {
        if (get(END_IS_NEAR) != 0) {
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
                set(isAll ? END_IS_NEAR : ITEMS, isAll ? 1 : get(ITEMS) + 1);
                yield isEarly ? goOn(me) : go(me, Step.SIGNAL);
            }
            case SIGNAL -> {
                if (get(WAITERS) == 0) {
                    yield signalled(me);
                }
                setThread(me, CHOSEN, isAll ? ALL_BITS : chooseBit());
                yield go(me, Step.CLEAR);
            }
            case CLEAR -> {
                boolean wasSet = (get(WAITERS) & thread(me, CHOSEN)) != 0;
                set(WAITERS, get(WAITERS) & ~thread(me, CHOSEN));
                if (wasSet) {
                    if (mutation == Mutation.DOOR_RING_BEFORE_MOVE) {
                        ring(thread(me, CHOSEN));
                    }
                    yield mutation == Mutation.CLEAR_WITHOUT_WAKE ? signalled(me) : go(me, Step.MOVE);
                }
                yield isAll ? signalled(me) : go(me, Step.SIGNAL);
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

    /** Who gives up wakes all threads of the process. */
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

    /** How far tells doorkeepers how many threads to wake. */
    private void move(boolean all) {
        for (int process = 0; process < PROCESSES; process++) {
            if (sleepersAtDoor(process) > 0 || get(KEEPERS + process) != 0) {
                set(UNHEARD + process, all ? MANY : Math.min(MANY, get(UNHEARD + process) + 1));
            }
            set(IN_VAIN + process, 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            Step step = stepOf(thread);
            boolean isIn = step.compareTo(Step.READ_MOVES) > 0 && step.compareTo(Step.LEAVE) < 0;
            if (isIn && lives(processes[thread])) {
                setThread(thread, MOVED, 1);
            }
        }
    }

    /** The kernel's: one of the threads of the processes with the bits, or all of them. */
    private void wake(int whom, boolean all) {
        if (mutation != Mutation.DOOR_RING_BEFORE_MOVE) {
            ring(whom);
        }
        int sleeping = 0;
        for (int thread = 0; thread < processes.length; thread++) {
            sleeping += !atDoor[thread] && sleeps(thread, whom) ? 1 : 0;
        }
        int chosen = all ? 0 : choose(sleeping);
        for (int thread = 0; thread < processes.length; thread++) {
            if (!atDoor[thread] && sleeps(thread, whom) && (all || chosen-- == 0)) {
                go(thread, Step.WOKEN);
            }
        }
    }

    private boolean sleeps(int thread, int whom) {
        return lives(processes[thread]) && stepOf(thread) == Step.ASLEEP && (bit(thread) & whom) != 0;
    }

    /** For no reason, or because the time is up. */
    private boolean returnEarly(int me) {
        boolean isLocked = atDoor[me] && isLocked(processes[me]);
        if (!sleeps(me, ALL_BITS) || program(me) != 't' || isLocked) {
            return false;
        }
        byChance();
        return go(me, Step.WOKEN);
    }

    /** The janitor's safety net. Nobody may need it. */
    private boolean rescue(int process) {
        boolean isMissed = false;
        for (int thread = 0; thread < processes.length; thread++) {
            isMissed |= processes[thread] == process && sleeps(thread, ALL_BITS) && holdsNow();
        }
        if (isMissed) {
            byChance();
            move(true);
            wake(1 << bits[process] | doorBit(process), true);
        }
        return isMissed;
    }

    // ---------------------------------------------------------------- the door

    private int doorBit(int process) {
        return 1 << bits[process] + PROCESSES;
    }

    private boolean isLocked(int process) {
        return get(LOCKED + process) != 0 || Keeper.ALL[get(KEEPERS + process)] == Keeper.LOOKS;
    }

    private int sleepersAtDoor(int process) {
        int count = 0;
        for (int thread = 0; thread < processes.length; thread++) {
            count += atDoor[thread] && processes[thread] == process && sleeps(thread, ALL_BITS) ? 1 : 0;
        }
        return count;
    }

    private void ring(int whom) {
        for (int process = 0; process < PROCESSES; process++) {
            if ((doorBit(process) & whom) != 0 && lives(process) && hasDoor(process)) {
                set(RUNG + process, 1);
            }
        }
    }

    private boolean hasDoor(int process) {
        boolean has = false;
        for (int thread = 0; thread < processes.length; thread++) {
            has |= atDoor[thread] && processes[thread] == process;
        }
        return has;
    }

    private boolean parkAtDoor(int me) {
        boolean picksNext = thread(me, PICKED) != 0 && mutation != Mutation.DOOR_PICKED_WITHOUT_HANDING_ON;
        if (isLocked(processes[me])) {
            return false;
        }
        setThread(me, PICKED, 0);
        setThread(me, HANDS_ON, 0);
        return picksNext && beginsPick(processes[me]) ? beginPick(me, Step.PARK_PICK, Step.PARK_PICK) : lieDown(me);
    }

    private boolean beginsPick(int process) {
        return get(IN_VAIN + process) == 0 && sleepersAtDoor(process) > 0;
    }

    private boolean beginPick(int me, Step next, Step none) {
        int process = processes[me];
        if (isLocked(process)) {
            return false;
        }
        if (!beginsPick(process)) {
            return go(me, none);
        }
        set(LOCKED + process, 1);
        markDoor(process);
        return go(me, next);
    }

    private void markDoor(int process) {
        set(WAITERS, get(WAITERS) | doorBit(process));
        set(IN_VAIN + process, 1);
    }

    private void pickNext(int me) {
        pick(processes[me], 1);
        set(LOCKED + processes[me], 0);
    }

    /** Wakes so many of those whose condition holds. */
    private void pick(int process, int count) {
        int left = count;
        for (int thread = 0; thread < processes.length && left > 0 && holdsNow(); thread++) {
            if (atDoor[thread] && processes[thread] == process && sleeps(thread, ALL_BITS)) {
                setThread(thread, PICKED, 1);
                go(thread, Step.WOKEN);
                left--;
            }
        }
        if (left == 0 && mutation != Mutation.DOOR_IN_VAIN_THOUGH_FOUND) {
            set(IN_VAIN + process, 0);
        }
    }

    private boolean lieDown(int me) {
        if (thread(me, MOVED) != 0 && mutation != Mutation.DOOR_SLEEP_WITHOUT_COMPARE) {
            return go(me, Step.WOKEN);
        }
        if (sleepersAtDoor(processes[me]) == 0) {
            set(UNHEARD + processes[me], 0);
        }
        return go(me, Step.ASLEEP);
    }

    private boolean keepDoor(int process) {
        boolean hearsLate = mutation == Mutation.DOOR_HEAR_AFTER_LOOK;
        switch (Keeper.ALL[get(KEEPERS + process)]) {
            case ASLEEP -> {
                if (get(RUNG + process) == 0) {
                    return false;
                }
                set(RUNG + process, hearsLate ? 1 : 0);
                set(KEEPERS + process, Keeper.AWAKE);
            }
            case AWAKE -> {
                if (get(LOCKED + process) != 0) {
                    return false;
                }
                int count = get(UNHEARD + process);
                set(UNHEARD + process, 0);
                if (count == 0 || sleepersAtDoor(process) == 0) {
                    return set(KEEPERS + process, hearsLate ? Keeper.HEARS : Keeper.ASLEEP);
                }
                set(COUNTS + process, count);
                if (mutation == Mutation.DOOR_MARK_AFTER_LOOK) {
                    pick(process, count);
                } else {
                    markDoor(process);
                }
                set(KEEPERS + process, Keeper.LOOKS);
            }
            case LOOKS -> {
                if (mutation == Mutation.DOOR_MARK_AFTER_LOOK) {
                    markDoor(process);
                } else {
                    pick(process, get(COUNTS + process));
                }
                set(COUNTS + process, 0);
                set(KEEPERS + process, hearsLate ? Keeper.HEARS : Keeper.ASLEEP);
            }
            case HEARS -> {
                set(RUNG + process, 0);
                set(KEEPERS + process, Keeper.ASLEEP);
            }
        }
        return true;
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
                set(WAITERS, get(WAITERS) & ~(1 << bits[dead] | doorBit(dead)));
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
            boolean lives = lives(processes[thread]);
            boolean isIdle = stepOf(thread) == Step.DONE || stepOf(thread) == Step.ASLEEP && !holdsNow();
            anyLives |= lives;
            areDone &= !lives || isIdle;
        }
        return areDone && isSwept() || !anyLives;
    }

    // ---------------------------------------------------------------- the state

    private int bit(int thread) {
        return atDoor[thread] ? doorBit(processes[thread]) : 1 << bits[processes[thread]];
    }

    private boolean isShared(int bit) {
        int sharers = 0;
        for (int process = 0; process < PROCESSES; process++) {
            sharers += 1 << bits[process] == bit || doorBit(process) == bit ? 1 : 0;
        }
        return sharers > 1;
    }

    private int thread(int thread, int field) {
        return get(THREADS + thread * FIELDS + field);
    }

    private void setThread(int thread, int field, int value) {
        set(THREADS + thread * FIELDS + field, value);
    }

    private Step stepOf(int thread) {
        return Step.ALL[thread(thread, STEP)];
    }

    private boolean go(int thread, Step step) {
        if (step == Step.TAKE || step == Step.SPIN) {
            setThread(thread, SATISFIED, 0);
            setThread(thread, HANDS_ON, 0);
        }
        if (step.compareTo(Step.LEAVE) >= 0) {
            setThread(thread, MOVED, 0);
        }
        return set(THREADS + thread * FIELDS + STEP, step);
    }

    /** What a thread is at in its program. */
    private char program(int thread) {
        return programs[thread].charAt(thread(thread, TURN) - 1);
    }

    private boolean goOn(int thread) {
        int turn = thread(thread, TURN);
        String program = programs[thread];
        for (int field = MOVED; field < TURN; field++) {
            setThread(thread, field, 0);
        }
        if (turn == program.length()) {
            return go(thread, Step.DONE);
        }
        setThread(thread, TURN, turn + 1);
        boolean waits = program.charAt(turn) == 'w' || program.charAt(turn) == 't';
        Step firstOfSignal = mutation == Mutation.SIGNAL_BEFORE_CHANGE ? Step.SIGNAL : Step.CHANGE;
        return go(thread, waits ? Step.SPIN : firstOfSignal);
    }

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
        return index < PROCESSES
                ? name(index) + "'s safety net"
                : name(index - PROCESSES) + "'s doorkeeper: " + text(Keeper.ALL[get(KEEPERS + index - PROCESSES)]);
    }

    private String name(int thread, Step step) {
        return name(processes[thread]) + thread + ": " + text(step);
    }

    @Override
    String describeWork(int slot) {
        return "lives";
    }

    @Override
    String describeSweep(int id) {
        return text(Sweep.ALL[get(SWEEPS + processOf(id))]);
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int thread = 0; thread < processes.length; thread++) {
            String step = lives(processes[thread]) ? text(stepOf(thread)) : "dead";
            text.append(name(processes[thread]))
                    .append(thread)
                    .append(' ')
                    .append(step)
                    .append(", ");
        }
        return text + "items " + get(ITEMS) + ", waiters " + Integer.toBinaryString(get(WAITERS) & 63);
    }
}
