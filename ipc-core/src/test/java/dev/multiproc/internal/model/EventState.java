package dev.multiproc.internal.model;

/** The state of {@link EventProtocol}, and what its steps read and write of it. */
abstract class EventState extends SweepProtocol {
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

    enum Step {
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

        static final Step[] ALL = values();
    }

    /** What a doorkeeper does. */
    enum Keeper {
        ASLEEP,
        AWAKE,
        LOOKS,
        HEARS;

        static final Keeper[] ALL = values();
    }

    static final int ALL_BITS = -1;
    /** That many signals are as good as one for all: there are no more threads. */
    static final int MANY = 4;

    static final int ITEMS = OWN;
    static final int END_IS_NEAR = ITEMS + 1;
    static final int WAITERS = END_IS_NEAR + 1;
    static final int SWEEPS = WAITERS + 1;
    /** Whether the doorkeeper's bell has moved since it listened, of each process as all below. */
    static final int RUNG = SWEEPS + PROCESSES;

    static final int KEEPERS = RUNG + PROCESSES;
    /** How often the word has moved since signals were heard. */
    static final int UNHEARD = KEEPERS + PROCESSES;
    /** How many the doorkeeper is to pick. */
    static final int COUNTS = UNHEARD + PROCESSES;
    /** Whether nobody else was found whose condition holds, and the word has not moved since. */
    static final int IN_VAIN = COUNTS + PROCESSES;
    /** Whether a thread has the door's lock. */
    static final int LOCKED = IN_VAIN + PROCESSES;

    static final int THREADS = LOCKED + PROCESSES;
    static final int STEP = 0;
    /** Whether moves has changed since the thread looked at it last. */
    static final int MOVED = 1;

    static final int SATISFIED = 2;
    static final int HANDS_ON = 3;
    static final int CHOSEN = 4;
    static final int PICKED = 5;
    static final int TURN = 6;
    static final int FIELDS = 7;

    final int[] bits;
    final int[] processes;
    final boolean[] atDoor;
    final String[] programs;
    final Mutation mutation;

    EventState(int maxKills, int[] bits, String threads, Mutation mutation) {
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

    final boolean holdsNow() {
        return get(ITEMS) > 0 || get(END_IS_NEAR) != 0;
    }

    final boolean sleeps(int thread, int whom) {
        return lives(processes[thread]) && stepOf(thread) == Step.ASLEEP && (bit(thread) & whom) != 0;
    }

    final int sleepersAtDoor(int process) {
        int count = 0;
        for (int thread = 0; thread < processes.length; thread++) {
            count += atDoor[thread] && processes[thread] == process && sleeps(thread, ALL_BITS) ? 1 : 0;
        }
        return count;
    }

    final int doorBit(int process) {
        return 1 << bits[process] + PROCESSES;
    }

    final int bit(int thread) {
        return atDoor[thread] ? doorBit(processes[thread]) : 1 << bits[processes[thread]];
    }

    final boolean isShared(int bit) {
        int sharers = 0;
        for (int process = 0; process < PROCESSES; process++) {
            sharers += 1 << bits[process] == bit || doorBit(process) == bit ? 1 : 0;
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
            setThread(thread, HANDS_ON, 0);
        }
        if (step.compareTo(Step.LEAVE) >= 0) {
            setThread(thread, MOVED, 0);
        }
        return set(THREADS + thread * FIELDS + STEP, step);
    }

    /** What a thread is at in its program. */
    final char program(int thread) {
        return programs[thread].charAt(thread(thread, TURN) - 1);
    }

    final boolean goOn(int thread) {
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
        return text + "items " + get(ITEMS) + ", waiters " + Integer.toBinaryString(get(WAITERS) & 63);
    }
}
