package dev.multiproc.internal.model;

/** The state of {@link EventProtocol}, and accessors for its parts. */
abstract class EventState extends SweepProtocol {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** A waiter checks its condition first, and sets its bit afterwards. */
        MARK_AFTER_CHECK,
        /** Waiters are signalled first, and the item is put afterwards. */
        SIGNAL_BEFORE_CHANGE,
        /** A signal clears a bit but wakes nobody. */
        CLEAR_WITHOUT_WAKE,
        /** A signal wakes, but does not change the word that sleepers compare. */
        WAKE_WITHOUT_MOVE,
        /** A thread that leaves clears the bit though other threads of its process wait. */
        LEAVE_WITHOUT_PASSING_ON,
        /** A thread that leaves clears the bit though other processes share it. */
        LEAVE_WITHOUT_SHARERS,
        /** The last thread that leaves does not clear the bit. */
        LEAVE_BIT_SET,
        /** A thread that gives up does not pass on a wake-up that it may have got. */
        GIVE_UP_WITHOUT_PASSING_ON,
        /** A thread whose condition holds does not pass on a wake-up that came after its check. */
        SATISFIED_WITHOUT_PASSING_ON,
        /** The sweep does not wake waiters. */
        SWEEP_WITHOUT_FORGET,
        /** The sweep wakes all waiters first, and gives back the dead process's item afterwards. */
        FORGET_BEFORE_SETTLING,
        /** The listener checks the conditions first, and sets the bit afterwards. */
        CHANNEL_MARK_AFTER_CHECK,
        /** The listener checks the conditions first, and clears its own wake-up afterwards. */
        CHANNEL_CLEAR_AFTER_CHECK,
        /** The listener is woken first, and the word moves afterwards. */
        CHANNEL_WAKE_BEFORE_MOVE,
        /** A thread sleeps on the channel without checking whether the word has moved. */
        CHANNEL_SLEEP_WITHOUT_COMPARE,
        /** A thread that was picked does not pass on what was signalled meanwhile. */
        CHANNEL_PICKED_WITHOUT_PASSING_ON,
        /** A thread that was picked sets the bit again, and ignores that a second signal has cleared it. */
        CHANNEL_SECOND_SIGNAL_UNSEEN,
        /** A search that stopped after finding enough threads is taken for one that found no more. */
        CHANNEL_NONE_DUE_THOUGH_FOUND,
        /** A thread that was woken checks first, and lets others be woken afterwards. */
        SEARCH_ENDS_AFTER_CHECK,
        /** A thread that finds an item wakes nobody for the others. */
        SEARCH_FINDS_WITHOUT_WAKING_NEXT,
        /** A thread that spins ends its search without waking anybody for what it leaves. */
        SEARCH_SPINS_WITHOUT_WAKING_NEXT,
        /** A thread that has spun in vain does not end its search. */
        SEARCH_SPINS_WITHOUT_END,
        /** A thread that leaves although its wake-up was for it does not end the search. */
        SEARCH_LEFT_WITHOUT_END,
        /** A thread that gives up ends the search and passes nothing on. */
        SEARCH_GIVEN_UP,
        /** A signaller whose waiter has gone ends the search and does not look for another waiter. */
        SEARCH_FOR_NOBODY,
        /** The sweep does not end the search of a dead process. */
        SEARCH_OF_THE_DEAD,
        /** A thread of the channel is to be picked, and if none is due, the search does not end. */
        CHANNEL_SEARCH_WITHOUT_END,
        /** The listener checks the conditions first, and ends the search afterwards. */
        CHANNEL_SEARCH_ENDS_AFTER_CHECK;

        boolean isOfChannel() {
            return name().startsWith("CHANNEL");
        }

        boolean isOfSearch() {
            return name().contains("SEARCH");
        }
    }

    enum Step {
        SPIN,
        /** Spins, as the searcher. */
        SEARCH,
        SEARCH_ENDS,
        READ_MOVES,
        ENTER,
        MARK,
        END_SEARCH,
        CHECK,
        PARK,
        PARK_PICK,
        ASLEEP,
        WOKEN,
        LEAVE,
        LEAVE_SEARCH,
        LEAVE_MOVE,
        LEAVE_WAKE,
        LEAVE_PICK,
        LEAVE_PICKED,
        LEFT,
        /** Has found an item, and looks whether more are left. */
        LOOK_FOR_MORE,
        TAKE,
        FINISH,
        CHANGE,
        SIGNAL,
        /** Makes the chosen waiter the searcher, if there is none. */
        ANNOUNCE,
        CLEAR,
        /** The chosen bit was clear: there is no searcher after all. */
        UNDO,
        MOVE,
        WAKE,
        DONE;

        static final Step[] ALL = values();
    }

    /** What a listener does. */
    enum Listener {
        ASLEEP,
        AWAKE,
        ENDS_SEARCH,
        CHECKS,
        /** Only with an error. */
        ENDS_SEARCH_LATE,
        CLEARS;

        static final Listener[] ALL = values();
    }

    static final int ALL_BITS = -1;
    /** This many signals equal a signal to all, since there are no more threads. */
    static final int MANY = 4;

    static final int ITEMS = OWN;
    static final int NO_MORE_ITEMS = ITEMS + 1;
    static final int WAITERS = NO_MORE_ITEMS + 1;
    /** Whether one waiter is on the way, or spins: then nobody else is woken for an item. */
    static final int SEARCHER = WAITERS + 1;

    /** Which processes were stopped for good. */
    static final int STOPPED = SEARCHER + 1;

    static final int SWEEPS = STOPPED + 1;
    /** Whether the listener was woken and has not noticed yet. One for each process, as are all below. */
    static final int LISTENER_SIGNALLED = SWEEPS + PROCESSES;

    static final int LISTENERS = LISTENER_SIGNALLED + PROCESSES;
    /** How often the word has moved since the listener last handled signals. */
    static final int UNHANDLED = LISTENERS + PROCESSES;
    /** How many threads the listener is to pick. */
    static final int PICK_COUNTS = UNHANDLED + PROCESSES;
    /** Whether the last search found no further thread whose condition holds, and the word has not moved since. */
    static final int NONE_DUE = PICK_COUNTS + PROCESSES;
    /** Whether a thread has the lock of the channel's waiters. */
    static final int LOCKED = NONE_DUE + PROCESSES;

    static final int THREADS = LOCKED + PROCESSES;
    static final int STEP = 0;
    /** Whether the word has moved since the thread read it last. */
    static final int MOVED = 1;

    static final int SATISFIED = 2;
    static final int PASSES_ON = 3;
    static final int CHOSEN = 4;
    static final int PICKED = 5;
    /** Whether the thread has slept, so that it may be the searcher. */
    static final int SEARCHES = 6;

    static final int NEXT_ACTION = 7;
    static final int FIELDS = 8;

    final int[] bits;
    final int[] processes;
    final boolean[] usesChannel;
    final String[] programs;
    final Mutation mutation;
    /** Whether a signal wakes nobody while a waiter is on the way: {@code EventCount.oneAtATime}. */
    final boolean wakesOne;

    EventState(int maxKills, int[] bits, String threads, boolean wakesOne, Mutation mutation) {
        super(maxKills, false, SweepMutation.NONE);
        this.bits = bits.clone();
        this.mutation = mutation;
        this.wakesOne = wakesOne;
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

    final boolean holdsNow() {
        return get(ITEMS) > 0 || get(NO_MORE_ITEMS) != 0;
    }

    final boolean sleeps(int thread, int whom) {
        return lives(processes[thread]) && stepOf(thread) == Step.ASLEEP && (bit(thread) & whom) != 0;
    }

    final int channelSleepers(int process) {
        int count = 0;
        for (int thread = 0; thread < processes.length; thread++) {
            count += usesChannel[thread] && processes[thread] == process && sleeps(thread, ALL_BITS) ? 1 : 0;
        }
        return count;
    }

    final int channelBit(int process) {
        return 1 << bits[process] + PROCESSES;
    }

    final int bit(int thread) {
        return usesChannel[thread] ? channelBit(processes[thread]) : 1 << bits[processes[thread]];
    }

    final boolean isShared(int bit) {
        int sharers = 0;
        for (int process = 0; process < PROCESSES; process++) {
            sharers += 1 << bits[process] == bit || channelBit(process) == bit ? 1 : 0;
        }
        return sharers > 1;
    }

    final int thread(int thread, int field) {
        return get(THREADS + thread * FIELDS + field);
    }

    final void setThread(int thread, int field, int value) {
        set(THREADS + thread * FIELDS + field, value);
    }

    final Step stepOf(int thread) {
        return Step.ALL[thread(thread, STEP)];
    }

    final boolean go(int thread, Step step) {
        if (step == Step.TAKE || step == Step.SPIN) {
            setThread(thread, SATISFIED, 0);
            setThread(thread, PASSES_ON, 0);
            setThread(thread, SEARCHES, 0);
        }
        if (step == Step.WOKEN && wakesOne) {
            setThread(thread, SEARCHES, 1);
        }
        if (step.compareTo(Step.LEAVE) >= 0) {
            setThread(thread, MOVED, 0);
        }
        return set(THREADS + thread * FIELDS + STEP, step);
    }

    /** The current action of a thread's program. */
    final char program(int thread) {
        return programs[thread].charAt(thread(thread, NEXT_ACTION) - 1);
    }

    final boolean goOn(int thread) {
        int turn = thread(thread, NEXT_ACTION);
        String program = programs[thread];
        for (int field = MOVED; field < NEXT_ACTION; field++) {
            setThread(thread, field, 0);
        }
        if (turn == program.length()) {
            return go(thread, Step.DONE);
        }
        setThread(thread, NEXT_ACTION, turn + 1);
        boolean waits = program.charAt(turn) == 'w' || program.charAt(turn) == 't';
        Step firstOfSignal = mutation == Mutation.SIGNAL_BEFORE_CHANGE ? Step.SIGNAL : Step.CHANGE;
        return go(thread, waits ? Step.SPIN : firstOfSignal);
    }

    final String name(int thread, Step step) {
        return name(processes[thread]) + thread + ": " + text(step);
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
        return text + "items " + get(ITEMS) + ", waiters " + Integer.toBinaryString(get(WAITERS) & 63)
                + (get(SEARCHER) != 0 ? ", searcher" : "");
    }
}
