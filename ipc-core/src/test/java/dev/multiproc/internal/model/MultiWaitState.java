package dev.multiproc.internal.model;

/** The state of {@link MultiWaitProtocol}, and what happens to waiting threads: they are picked, woken and killed. */
abstract class MultiWaitState extends Protocol {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** The bits are set after the conditions were checked. */
        MARK_AFTER_CHECK,
        /** The thread goes to sleep without checking whether an event's word has moved. */
        ENLIST_WITHOUT_COMPARE,
        /** Who wakes up does not set the bits again. */
        MARK_ONCE,
        /** Who leaves keeps a signal by which it was picked. */
        LEAVE_KEEPS_PICK,
        /** Who leaves ignores that its bit was cleared. */
        LEAVE_KEEPS_CLEARED_BIT,
        /** Who leaves passes signals on only at the event that it has found ready. */
        LEAVE_PASSES_ON_AT_ONE_ONLY,
        /** Who sets a bit again ignores that a signal has cleared it meanwhile. The code once did this. */
        MARK_KEEPS_CLEARED_BIT,
        /** Once it is among the sleepers of all events the thread parks at once. The code once did this. */
        PARK_WITHOUT_LOOKING,
        /** The sweep clears a dead process's bits and wakes nobody. */
        SWEEP_WITHOUT_WAKE
    }

    enum Step {
        READ_MOVES,
        ENTER,
        MARK,
        CHECK,
        ENLIST,
        ENLIST_PICK,
        LOOK,
        PARKED,
        DELIST,
        SLEEP,
        ASLEEP,
        LEAVE,
        LEAVE_PICK,
        LEAVE_PICKED,
        TAKE,
        CHANGE,
        UNPARK,
        SIGNAL,
        CLEAR,
        MOVE,
        WAKE,
        DONE;

        private static final Step[] ALL = values();
    }

    static final int PROCESSES = 3;
    static final int EVENTS = 2;
    /** This many signals equal a signal to all, since there are no more threads. */
    private static final int MANY = 4;

    private static final int KILLS = 0;
    /** Whether the condition holds that belongs to no event. */
    static final int OTHER = 1;
    /** How far the sweep of a dead process has come. */
    static final int SWEEP = 2;
    // One for each process: 0 if it lives, 1 if it is dead, 2 if it is swept.
    private static final int DEAD = 3;
    static final int ITEMS = DEAD + PROCESSES;
    static final int WAITERS = ITEMS + EVENTS;
    // A listener: whether it was woken, at which event it is (1 and more), how many threads it is to pick there.
    static final int SIGNALLED = WAITERS + EVENTS;
    static final int LISTENING = SIGNALLED + PROCESSES;
    static final int TO_PICK = LISTENING + PROCESSES;
    // The waiters of a process at an event: how often the word has moved since signals were handled, whether the last
    // search
    // found nobody and the word has not moved since, and whether their lock is held.
    static final int UNHANDLED = TO_PICK + PROCESSES;
    private static final int NONE_DUE = UNHANDLED + PROCESSES * EVENTS;
    private static final int LOCKED = NONE_DUE + PROCESSES * EVENTS;
    private static final int THREADS = LOCKED + PROCESSES * EVENTS;

    // A thread. Its current event, the last one at which it is listed, what LockSupport.unpark leaves behind.
    private static final int STEP = 0;
    static final int NEXT_ACTION = 1;
    static final int AT = 2;
    static final int LISTED_TO = 3;
    static final int PERMIT = 4;
    /** The event that was found ready, counted from 1. */
    static final int SATISFIED = 5;

    static final int CHOSEN = 6;
    /** Flags for each event. */
    private static final int FLAGS = 7;

    private static final int FIELDS = FLAGS + EVENTS;

    static final int ENTERED = 1;
    /** The word has moved since the thread read it. */
    static final int MOVED = 2;

    static final int LISTED = 4;
    static final int PICKED = 8;
    static final int OWES = 16;

    final int[] processes;
    final boolean[] usesChannel;
    final Mutation mutation;
    private final String[] programs;
    private final int maxKills;

    MultiWaitState(int maxKills, String threads, Mutation mutation) {
        this.maxKills = maxKills;
        this.mutation = mutation;
        String[] parts = threads.split(" ", -1);
        processes = new int[parts.length];
        usesChannel = new boolean[parts.length];
        programs = new String[parts.length];
        for (int thread = 0; thread < parts.length; thread++) {
            usesChannel[thread] = Character.isLowerCase(parts[thread].charAt(0));
            processes[thread] = Character.toUpperCase(parts[thread].charAt(0)) - 'A';
            programs[thread] = parts[thread].substring(1);
        }
    }

    @Override
    int length() {
        return THREADS + processes.length * FIELDS;
    }

    @Override
    void start() {
        for (int thread = 0; thread < processes.length; thread++) {
            goOn(thread);
        }
    }

    // ---------------------------------------------------------------- what happens to waiting threads

    /** Picks as many of a process's sleepers at an event as given, among those whose condition holds. */
    final void pick(int process, int event, int count) {
        int left = count;
        for (int thread = 0; thread < processes.length && left > 0 && get(ITEMS + event) > 0; thread++) {
            if (processes[thread] == process && is(thread, event, LISTED)) {
                mark(thread, event, LISTED, false);
                mark(thread, event, PICKED, true);
                set(thread, PERMIT, 1);
                left--;
            }
        }
        set(NONE_DUE + at(process, event), left > 0 ? 1 : 0);
    }

    final boolean mayPick(int process, int event) {
        return get(NONE_DUE + at(process, event)) == 0 && hasListed(process, event);
    }

    final boolean hasListed(int process, int event) {
        for (int thread = 0; thread < processes.length; thread++) {
            if (processes[thread] == process && is(thread, event, LISTED)) {
                return true;
            }
        }
        return false;
    }

    /** The first half of a search: takes the lock and sets the bit. */
    final void beginPick(int process, int event) {
        set(LOCKED + at(process, event), 1);
        set(WAITERS + event, get(WAITERS + event) | channelBit(process));
    }

    final void endPick(int process, int event, int count) {
        pick(process, event, count);
        set(LOCKED + at(process, event), 0);
    }

    final boolean isLocked(int process, int event) {
        return get(LOCKED + at(process, event)) != 0;
    }

    final void move(int event, boolean all) {
        for (int process = 0; process < PROCESSES; process++) {
            int at = at(process, event);
            if (hasListed(process, event) || isLocked(process, event)) {
                set(UNHANDLED + at, all ? MANY : Math.min(MANY, get(UNHANDLED + at) + 1));
            }
            set(NONE_DUE + at, 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            if (stepOf(thread) != Step.DONE && (is(thread, event, ENTERED) || stepOf(thread) == Step.ENTER)) {
                mark(thread, event, MOVED, true);
            }
        }
    }

    final void wake(int event, int whom, boolean all) {
        int sleeping = 0;
        for (int thread = 0; thread < processes.length; thread++) {
            sleeping += isAsleep(thread, event, whom) ? 1 : 0;
        }
        int chosen = all ? 0 : choose(sleeping);
        for (int thread = 0; thread < processes.length; thread++) {
            if (isAsleep(thread, event, whom) && (all || chosen-- == 0)) {
                mark(thread, event, MOVED, false);
                go(thread, Step.MARK);
            }
            if (usesChannel[thread] && (bit(thread) & whom) != 0 && lives(processes[thread])) {
                set(SIGNALLED + processes[thread], 1);
            }
        }
    }

    private boolean isAsleep(int thread, int event, int whom) {
        return stepOf(thread) == Step.ASLEEP && thread(thread, AT) == event && (bit(thread) & whom) != 0;
    }

    // ---------------------------------------------------------------- deaths

    final boolean kill(int victim) {
        if (get(KILLS) == maxKills || !lives(victim)) {
            return false;
        }
        byChance();
        set(KILLS, get(KILLS) + 1);
        set(DEAD + victim, 1);
        // It may have been the one that sweeps.
        set(SWEEP, choose(2) == 0 ? 0 : get(SWEEP));
        set(SIGNALLED + victim, 0);
        set(LISTENING + victim, 0);
        set(TO_PICK + victim, 0);
        for (int event = 0; event < EVENTS; event++) {
            set(UNHANDLED + at(victim, event), 0);
            set(NONE_DUE + at(victim, event), 0);
            set(LOCKED + at(victim, event), 0);
        }
        for (int thread = 0; thread < processes.length; thread++) {
            if (processes[thread] == victim) {
                for (int field = 0; field < FIELDS; field++) {
                    set(thread, field, 0);
                }
                go(thread, Step.DONE);
            }
        }
        return true;
    }

    /** A step of the sweep: at each event the dead process's bits are cleared, and all are woken. */
    final boolean sweep() {
        int dead = 0;
        int living = 0;
        for (int process = 0; process < PROCESSES; process++) {
            dead = get(DEAD + process) == 1 ? process + 1 : dead;
            living += lives(process) ? 1 : 0;
        }
        if (dead == 0 || living == 0) {
            return false;
        }
        int step = get(SWEEP);
        int event = step / 3;
        switch (step % 3) {
            case 0 -> set(WAITERS + event, get(WAITERS + event) & ~(1 << dead - 1 | channelBit(dead - 1)));
            case 1 -> move(event, true);
            default -> {
                if (mutation != Mutation.SWEEP_WITHOUT_WAKE) {
                    wake(event, -1, true);
                }
            }
        }
        set(SWEEP, step + 1);
        if (step + 1 == 3 * EVENTS) {
            set(SWEEP, 0);
            set(DEAD + dead - 1, 2);
        }
        return true;
    }

    final boolean isSwept() {
        boolean isSwept = true;
        for (int process = 0; process < PROCESSES; process++) {
            isSwept &= get(DEAD + process) != 1;
        }
        return isSwept;
    }

    final boolean lives(int process) {
        return get(DEAD + process) == 0;
    }

    // ---------------------------------------------------------------- the state

    private static int at(int process, int event) {
        return process * EVENTS + event;
    }

    private static int channelBit(int process) {
        return 1 << process + PROCESSES;
    }

    final int bit(int thread) {
        return usesChannel[thread] ? channelBit(processes[thread]) : 1 << processes[thread];
    }

    final int thread(int thread, int field) {
        return get(THREADS + thread * FIELDS + field);
    }

    final void set(int thread, int field, int value) {
        set(THREADS + thread * FIELDS + field, value);
    }

    final boolean is(int thread, int event, int flag) {
        return (thread(thread, FLAGS + event) & flag) != 0;
    }

    final void mark(int thread, int event, int flag, boolean isSet) {
        int flags = thread(thread, FLAGS + event);
        set(thread, FLAGS + event, isSet ? flags | flag : flags & ~flag);
    }

    final Step stepOf(int thread) {
        return Step.ALL[thread(thread, STEP)];
    }

    final boolean go(int thread, Step step) {
        return set(THREADS + thread * FIELDS + STEP, step);
    }

    /** Goes to a step at the thread's first event. */
    final boolean begin(int thread, Step step) {
        set(thread, AT, first(thread));
        return go(thread, step);
    }

    /** The current action of a thread's program. */
    final char program(int thread) {
        int turn = thread(thread, NEXT_ACTION);
        return turn == 0 ? 'x' : programs[thread].charAt(turn - 1);
    }

    final boolean isMulti(int thread) {
        return program(thread) == 'm' || program(thread) == 'n';
    }

    private int first(int thread) {
        return program(thread) == '1' || program(thread) == 'q' ? 1 : 0;
    }

    final int last(int thread) {
        return isMulti(thread) ? EVENTS - 1 : first(thread);
    }

    final boolean goOn(int thread) {
        int turn = thread(thread, NEXT_ACTION);
        for (int field = 0; field < FIELDS; field++) {
            set(thread, field, 0);
        }
        if (turn == programs[thread].length()) {
            return go(thread, Step.DONE);
        }
        set(thread, NEXT_ACTION, turn + 1);
        boolean waits = isMulti(thread) || Character.isDigit(program(thread));
        return begin(thread, waits ? Step.READ_MOVES : Step.CHANGE);
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int thread = 0; thread < processes.length; thread++) {
            text.append(name(processes[thread]))
                    .append(thread)
                    .append(lives(processes[thread]) ? ' ' + text(stepOf(thread)) + ' ' + thread(thread, AT) : " dead")
                    .append(", ");
        }
        for (int event = 0; event < EVENTS; event++) {
            text.append("items ")
                    .append(get(ITEMS + event))
                    .append(" waiters ")
                    .append(Integer.toBinaryString(get(WAITERS + event)))
                    .append(", ");
        }
        return text.toString();
    }
}
