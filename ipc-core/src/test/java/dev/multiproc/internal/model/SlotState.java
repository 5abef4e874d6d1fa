package dev.multiproc.internal.model;

/** The state of {@link SlotProtocol}, and accessors for its parts. */
abstract class SlotState extends Protocol {
    static final int B = 1;
    /** How many processes are not children; {@link #PARENTS} of them may start a child. */
    static final int FIRST_COUNT = 3;

    static final int PARENTS = 2;
    static final int PROCESSES = FIRST_COUNT + PARENTS;

    enum Step {
        ABSENT,
        JOIN,
        READ_TASK,
        LOCK,
        ENTER,
        ENTER_CAS,
        DELETE_TASK,
        RUN,
        DEAD;

        static final Step[] ALL = values();
    }

    enum Spawn {
        RESERVE,
        SET_PARENT,
        SET_GENERATION,
        WRITE_TASK,
        START,
        SET_PID,
        DONE;

        static final Spawn[] ALL = values();
    }

    enum Probe {
        IDLE,
        TRY_LOCK,
        CLAIM,
        CHECK_GENERATION,
        CHECK_PROCESS,
        SWEEP_OBJECTS,
        ORPHAN,
        READ_PARENT,
        RETIRE,
        UNCLAIM,
        UNLOCK,
        /** Another process does the sweep. */
        UNLOCK_UNSWEPT,
        FREE,
        ENDED;

        static final Probe[] ALL = values();
    }

    // States of a slot.
    static final int FREE = 0;
    static final int RESERVED = 1;
    static final int ALIVE = 2;
    static final int SWEPT = 3;

    static final String[] STATES = {"free", "reserved", "alive", "swept"};

    static final int NOBODY = 0;
    static final int CHILD_SLOT = FIRST_COUNT;
    static final int SLOTS = CHILD_SLOT + 1;

    static final int KILLS = 0;
    static final int WRONG = 1;
    /** The process that has written the task of the child in the last slot, plus 1. */
    static final int TASK = 2;

    static final int LOSSES = 3;
    // A slot: the parts of its word; then, as numbers of processes plus 1: who has the lock of its file, whose holdings
    // are to be swept, and who sweeps them.
    static final int SLOT_BASE = 4;
    static final int STATE = 0;
    static final int PARENT = 1;
    static final int GENERATION = 2;
    static final int PID = 3;
    static final int ALIVE_FILE = 4;
    static final int HELD = 5;
    static final int SWEEPER = 6;
    static final int SLOT_LENGTH = 7;
    // A process.
    static final int PROCESS_BASE = SLOT_BASE + SLOTS * SLOT_LENGTH;
    static final int STEP = 0;
    static final int GIVEN_GENERATION = 1;
    static final int SPAWN = 2;
    static final int PROCESS_LENGTH = 3;
    // A prober: the janitors, then the threads of A and B that wait for their children.
    static final int PROBER_BASE = PROCESS_BASE + PROCESSES * PROCESS_LENGTH;
    static final int PROBERS = PROCESSES + PARENTS;
    static final int TARGET = 1;
    static final int TARGET_GENERATION = 2;
    static final int SEEN_PARENT = 3;
    static final int IS_AWAITED = 4;
    static final int PROBER_LENGTH = 5;
    static final int LENGTH = PROBER_BASE + PROBERS * PROBER_LENGTH;

    @Override
    int length() {
        return LENGTH;
    }

    static int slotOf(int process) {
        return Math.min(process, CHILD_SLOT);
    }

    static int childOf(int parent) {
        return FIRST_COUNT + parent;
    }

    final boolean isReservedFor(int me) {
        int slot = slotOf(me);
        return slot(slot, STATE) == RESERVED && slot(slot, GENERATION) == process(me, GIVEN_GENERATION);
    }

    final boolean isOccupied(int slot) {
        return slot(slot, STATE) == RESERVED || slot(slot, STATE) == ALIVE;
    }

    final boolean lives(int process) {
        return stepOf(process) != Step.DEAD && stepOf(process) != Step.ABSENT;
    }

    /** Whether the slot's own process holds the lock of its file, so that a sweep would fail to get the lock. */
    final boolean occupantLives(int slot) {
        int holder = slot(slot, ALIVE_FILE) - 1;
        return holder >= 0 && slotOf(holder) == slot && lives(holder);
    }

    final void free(int slot) {
        setSlot(slot, STATE, FREE);
        setSlot(slot, PARENT, 0);
        setSlot(slot, PID, 0);
    }

    final void releaseLock(int me, int target) {
        if (slot(target, ALIVE_FILE) == me + 1) {
            setSlot(target, ALIVE_FILE, NOBODY);
        }
    }

    final int sweepersOf(int slot) {
        int count = 0;
        for (int id = 0; id < PROBERS; id++) {
            Probe at = probeOf(id);
            boolean sweeps = at.compareTo(Probe.SWEEP_OBJECTS) >= 0 && at.compareTo(Probe.RETIRE) <= 0;
            count += sweeps && prober(id, TARGET) == slot ? 1 : 0;
        }
        return count;
    }

    final int slot(int slot, int field) {
        return get(SLOT_BASE + slot * SLOT_LENGTH + field);
    }

    final void setSlot(int slot, int field, int value) {
        set(SLOT_BASE + slot * SLOT_LENGTH + field, value);
    }

    final int process(int process, int field) {
        return get(PROCESS_BASE + process * PROCESS_LENGTH + field);
    }

    final void setProcess(int process, int field, int value) {
        set(PROCESS_BASE + process * PROCESS_LENGTH + field, value);
    }

    final Step stepOf(int process) {
        return Step.ALL[process(process, STEP)];
    }

    final boolean go(int process, Step step) {
        return set(PROCESS_BASE + process * PROCESS_LENGTH + STEP, step);
    }

    final Spawn spawnOf(int parent) {
        return Spawn.ALL[process(parent, SPAWN)];
    }

    final boolean go(int parent, Spawn step) {
        return set(PROCESS_BASE + parent * PROCESS_LENGTH + SPAWN, step);
    }

    final int prober(int id, int field) {
        return get(PROBER_BASE + id * PROBER_LENGTH + field);
    }

    final void setProber(int id, int field, int value) {
        set(PROBER_BASE + id * PROBER_LENGTH + field, value);
    }

    final Probe probeOf(int id) {
        return Probe.ALL[prober(id, STEP)];
    }

    final boolean go(int id, Probe step) {
        if (step != Probe.RETIRE) {
            setProber(id, SEEN_PARENT, 0);
            setProber(id, IS_AWAITED, 0);
        }
        return set(PROBER_BASE + id * PROBER_LENGTH + STEP, step);
    }

    final boolean goIdle(int id) {
        setProber(id, TARGET, 0);
        setProber(id, TARGET_GENERATION, 0);
        return go(id, Probe.IDLE);
    }

    static boolean isChildThread(int id) {
        return id >= PROCESSES;
    }

    static int processOf(int id) {
        return isChildThread(id) ? id - PROCESSES : id;
    }

    static String nameOf(int process) {
        return "ABCXY".substring(process, process + 1);
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < SLOTS; slot++) {
            text.append(slot)
                    .append(' ')
                    .append(STATES[slot(slot, STATE)])
                    .append('.')
                    .append(slot(slot, GENERATION));
            text.append(slot(slot, PARENT) == 0 ? ", " : " of " + nameOf(slot(slot, PARENT) - 1) + ", ");
        }
        return text.toString();
    }
}
