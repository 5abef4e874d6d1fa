package dev.multiproc.internal.model;

/**
 * How slots of {@link dev.multiproc.internal.control.ProcessTable} pass from one process to the next, step by step. Parents
 * reserve and free them ({@code Children}, {@code JvmChild}); children ({@code SessionJoiner}) and first processes
 * ({@code Sessions}) enter them; the process that finds another dead sweeps it ({@code Liveness}).
 *
 * <p>A and C run, B joins the session. A and B may each start a child, X and Y, in the same slot, one after the other. A slot's
 * word is changed as a whole by compare-and-set, which is one step. Of what a process holds in a session, it matters only that it
 * is swept.
 *
 * <p>A process may lose the locks that it holds, its own and those of slots that it sweeps, by reading and closing the files. So
 * a sweeper also checks whether the process named in the slot is alive, and a word in the slot says who sweeps it.
 */
final class SlotProtocol extends SlotState {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** A slot is reserved by writing its state first, and its generation and parent afterwards. */
        RESERVE_IN_STEPS,
        /** A child checks the generation first, and then enters without comparing it. */
        ENTER_IN_STEPS,
        /** A sweeper reads the parent first, and then writes the state even if the parent has changed. */
        RETIRE_IN_STEPS,
        /** A process whose slot was given to another waits for the other to end. */
        WAIT_FOR_LOST_SLOT,
        /** A first process does not write its pid before it has the lock of its slot. */
        JOIN_WITHOUT_PID,
        /** A process is taken for dead as soon as its lock is free. */
        TRUST_THE_LOCK,
        /** A sweeper relies on the lock alone to be the only one. */
        SWEEP_WITHOUT_CLAIM;

        /** How often locks must be lost before the error shows. */
        int losses() {
            return compareTo(TRUST_THE_LOCK) >= 0 ? 1 : 0;
        }
    }

    private static final String[] WRONGS = {
        null,
        "a slot is entered before it is swept",
        "a process is swept while it lives",
        "a process enters a slot that is reserved for another",
    };
    private static final int ENTERED_UNSWEPT = 1;
    private static final int SWEPT_ALIVE = 2;
    private static final int ENTERED_ANOTHERS = 3;

    private final int maxKills;
    private final int maxLosses;
    private final Mutation mutation;

    SlotProtocol(int maxKills, int maxLosses, Mutation mutation) {
        this.maxKills = maxKills;
        this.maxLosses = maxLosses;
        this.mutation = mutation;
    }

    @Override
    void start() {
        for (int first = 0; first < FIRST_COUNT; first++) {
            setSlot(first, ALIVE_FILE, first + 1);
            enter(first);
        }
        for (int field = 0; field < SLOT_LENGTH; field++) {
            setSlot(B, field, 0);
        }
        go(B, Step.JOIN);
    }

    // ---------------------------------------------------------------- the actors

    /** The processes' own steps; starts of children; the probers; ends of children; kills; losses of locks. */
    @Override
    int actors() {
        return PROCESSES + PARENTS + PROBERS + PARENTS + PROCESSES + PROCESSES;
    }

    @Override
    boolean step(int actor) {
        int at = actor;
        if (at < PROCESSES) {
            return live(at);
        }
        at -= PROCESSES;
        if (at < PARENTS) {
            return stepOf(at) == Step.RUN && maySpawn(at) && spawn(at);
        }
        at -= PARENTS;
        if (at < PROBERS) {
            return stepOf(processOf(at)) == Step.RUN && probe(at);
        }
        at -= PROBERS;
        if (at < PARENTS) {
            return end(childOf(at));
        }
        at -= PARENTS;
        return at < PROCESSES ? kill(at) : loseLocks(at - PROCESSES);
    }

    private boolean live(int me) {
        int slot = slotOf(me);
        return switch (stepOf(me)) {
            case JOIN -> {
                setSlot(slot, STATE, RESERVED);
                setSlot(slot, GENERATION, 1);
                setSlot(slot, PID, mutation == Mutation.JOIN_WITHOUT_PID ? 0 : me + 1);
                setProcess(me, GIVEN_GENERATION, 1);
                yield go(me, Step.LOCK);
            }
            // The task says which generation it is for.
            case READ_TASK -> get(TASK) == me - FIRST_COUNT + 1 ? go(me, Step.LOCK) : die(me);
            case LOCK -> {
                if (slot(slot, ALIVE_FILE) != NOBODY) {
                    yield !isReservedFor(me) && mutation != Mutation.WAIT_FOR_LOST_SLOT && die(me);
                }
                setSlot(slot, ALIVE_FILE, me + 1);
                yield go(me, Step.ENTER);
            }
            case ENTER -> {
                if (mutation == Mutation.ENTER_IN_STEPS) {
                    yield isReservedFor(me) ? go(me, Step.ENTER_CAS) : die(me);
                }
                yield isReservedFor(me) ? enter(me) : die(me);
            }
            case ENTER_CAS -> slot(slot, STATE) == RESERVED ? enter(me) : die(me);
            case DELETE_TASK -> {
                set(TASK, 0);
                yield go(me, Step.RUN);
            }
            case RUN -> renewLock(me, slot);
            case ABSENT, DEAD -> false;
        };
    }

    /** Done at each tick of the janitor. */
    private boolean renewLock(int me, int slot) {
        if (slot(slot, ALIVE_FILE) != NOBODY) {
            return false;
        }
        setSlot(slot, ALIVE_FILE, me + 1);
        return true;
    }

    private boolean enter(int me) {
        int slot = slotOf(me);
        if (slot(slot, HELD) != NOBODY) {
            set(WRONG, ENTERED_UNSWEPT);
        }
        if (slot(slot, GENERATION) != process(me, GIVEN_GENERATION)) {
            set(WRONG, ENTERED_ANOTHERS);
        }
        setSlot(slot, STATE, ALIVE);
        setSlot(slot, PID, me + 1);
        setSlot(slot, HELD, me + 1);
        return go(me, me < FIRST_COUNT ? Step.RUN : Step.DELETE_TASK);
    }

    private boolean spawn(int me) {
        int slot = CHILD_SLOT;
        int child = childOf(me);
        switch (spawnOf(me)) {
            case RESERVE -> {
                if (slot(slot, STATE) != FREE) {
                    return false;
                }
                setSlot(slot, STATE, RESERVED);
                if (mutation == Mutation.RESERVE_IN_STEPS) {
                    return go(me, Spawn.SET_PARENT);
                }
                setSlot(slot, PARENT, me + 1);
                setSlot(slot, GENERATION, slot(slot, GENERATION) + 1);
                return go(me, Spawn.WRITE_TASK);
            }
            case SET_PARENT -> {
                setSlot(slot, PARENT, me + 1);
                return go(me, Spawn.SET_GENERATION);
            }
            case SET_GENERATION -> {
                setSlot(slot, GENERATION, slot(slot, GENERATION) + 1);
                return go(me, Spawn.WRITE_TASK);
            }
            case WRITE_TASK -> {
                set(TASK, me + 1);
                setProcess(child, GIVEN_GENERATION, slot(slot, GENERATION));
                return go(me, Spawn.START);
            }
            case START -> {
                go(child, Step.READ_TASK);
                return go(me, Spawn.SET_PID);
            }
            case SET_PID -> {
                if (slot(slot, GENERATION) == process(child, GIVEN_GENERATION) && slot(slot, STATE) != FREE) {
                    setSlot(slot, PID, child + 1);
                }
                return go(me, Spawn.DONE);
            }
            case DONE -> {
                return false;
            }
        }
        return false;
    }

    private boolean probe(int id) {
        int me = processOf(id);
        int target = prober(id, TARGET);
        return switch (probeOf(id)) {
            case IDLE -> isChildThread(id) ? awaitEnd(id, me) : sweepIfDead(id, me);
            case TRY_LOCK -> tryLock(id, me, target);
            case CLAIM -> claim(id, me, target);
            case CHECK_GENERATION -> {
                boolean isSame = isOccupied(target) && slot(target, GENERATION) == prober(id, TARGET_GENERATION);
                Probe next = isChildThread(id) ? Probe.SWEEP_OBJECTS : Probe.CHECK_PROCESS;
                yield go(id, isSame ? next : Probe.UNCLAIM);
            }
            case CHECK_PROCESS -> {
                int pid = slot(target, PID) - 1;
                boolean isAlive = slot(target, STATE) == ALIVE && pid >= 0 && lives(pid);
                boolean isSpared = isAlive && mutation != Mutation.TRUST_THE_LOCK;
                yield go(id, isSpared ? Probe.UNCLAIM : Probe.SWEEP_OBJECTS);
            }
            case SWEEP_OBJECTS -> {
                int holder = slot(target, HELD) - 1;
                if (holder >= 0 && lives(holder)) {
                    set(WRONG, SWEPT_ALIVE);
                }
                setSlot(target, HELD, NOBODY);
                yield go(id, Probe.ORPHAN);
            }
            case ORPHAN -> {
                if (target != CHILD_SLOT && slot(CHILD_SLOT, PARENT) == target + 1) {
                    orphan();
                }
                yield go(id, Probe.READ_PARENT);
            }
            case READ_PARENT -> {
                int parent = slot(target, PARENT) - 1;
                setProber(id, SEEN_PARENT, parent + 1);
                setProber(id, IS_AWAITED, parent >= 0 && isOccupied(parent) ? 1 : 0);
                yield go(id, Probe.RETIRE);
            }
            case RETIRE -> retire(id, target);
            case UNCLAIM -> {
                if (slot(target, SWEEPER) == me + 1) {
                    setSlot(target, SWEEPER, NOBODY);
                }
                yield go(id, Probe.UNLOCK);
            }
            case UNLOCK -> unlock(id, me, target);
            case UNLOCK_UNSWEPT -> {
                releaseLock(me, target);
                yield isChildThread(id) ? go(id, Probe.TRY_LOCK) : goIdle(id);
            }
            case FREE -> {
                boolean isMine = slot(target, GENERATION) == prober(id, TARGET_GENERATION);
                if (isMine && slot(target, STATE) == SWEPT) {
                    free(target);
                }
                yield go(id, Probe.ENDED);
            }
            case ENDED -> false;
        };
    }

    /** A compare-and-set of the sweeper's word. Checking the other sweeper is no separate step: once dead, it stays dead. */
    private boolean claim(int id, int me, int target) {
        int other = slot(target, SWEEPER) - 1;
        if (mutation == Mutation.SWEEP_WITHOUT_CLAIM) {
            return go(id, Probe.CHECK_GENERATION);
        }
        if (other >= 0 && other != me && lives(other)) {
            return go(id, Probe.UNLOCK_UNSWEPT);
        }
        setSlot(target, SWEEPER, me + 1);
        return go(id, Probe.CHECK_GENERATION);
    }

    private boolean sweepIfDead(int id, int me) {
        int target = choose(SLOTS);
        if (target == slotOf(me) || !isOccupied(target) || occupantLives(target) || !mayBeDead(target)) {
            return false;
        }
        setProber(id, TARGET, target);
        setProber(id, TARGET_GENERATION, slot(target, GENERATION));
        return go(id, Probe.TRY_LOCK);
    }

    private boolean mayBeDead(int slot) {
        int pid = slot(slot, PID) - 1;
        return slot(slot, STATE) != RESERVED || slot(slot, PARENT) == 0 && pid >= 0 && !lives(pid);
    }

    private boolean awaitEnd(int id, int me) {
        if (spawnOf(me) != Spawn.DONE || stepOf(childOf(me)) != Step.DEAD) {
            return false;
        }
        setProber(id, TARGET, CHILD_SLOT);
        setProber(id, TARGET_GENERATION, process(childOf(me), GIVEN_GENERATION));
        return go(id, Probe.TRY_LOCK);
    }

    private boolean tryLock(int id, int me, int target) {
        for (int other = 0; other < PROBERS; other++) {
            Probe at = probeOf(other);
            boolean sweeps = at.compareTo(Probe.CLAIM) >= 0 && at.compareTo(Probe.UNLOCK_UNSWEPT) <= 0;
            if (other != id && processOf(other) == me && sweeps) {
                return false;
            }
        }
        if (slot(target, ALIVE_FILE) != NOBODY) {
            return !isChildThread(id) && goIdle(id);
        }
        setSlot(target, ALIVE_FILE, me + 1);
        return go(id, Probe.CLAIM);
    }

    /** Removes the dead parent from the child's slot. */
    private void orphan() {
        setSlot(CHILD_SLOT, PARENT, 0);
        boolean isNotStarted = slot(CHILD_SLOT, STATE) == RESERVED && slot(CHILD_SLOT, PID) == 0;
        if (slot(CHILD_SLOT, STATE) == SWEPT || isNotStarted) {
            free(CHILD_SLOT);
        }
    }

    private boolean retire(int id, int target) {
        if (slot(target, PARENT) != prober(id, SEEN_PARENT) && mutation != Mutation.RETIRE_IN_STEPS) {
            return go(id, Probe.READ_PARENT);
        }
        if (prober(id, IS_AWAITED) != 0) {
            setSlot(target, STATE, SWEPT);
        } else {
            free(target);
        }
        return go(id, Probe.UNCLAIM);
    }

    private boolean unlock(int id, int me, int target) {
        releaseLock(me, target);
        return isChildThread(id) ? go(id, Probe.FREE) : goIdle(id);
    }

    /** A child has done its task. */
    private boolean end(int me) {
        if (stepOf(me) != Step.RUN) {
            return false;
        }
        byChance();
        return die(me);
    }

    private boolean kill(int victim) {
        if (get(KILLS) == maxKills || !lives(victim)) {
            return false;
        }
        byChance();
        set(KILLS, get(KILLS) + 1);
        return die(victim);
    }

    /**
     * With losses of locks, only one process starts a child and only two lose locks; else there are too many states for memory.
     */
    private boolean maySpawn(int me) {
        return maxLosses == 0 || me == 0;
    }

    private static boolean mayLose(int me) {
        return me < PARENTS;
    }

    /** A process reads its session's files and closes them. */
    private boolean loseLocks(int me) {
        boolean hasAny = false;
        for (int slot = 0; slot < SLOTS; slot++) {
            hasAny |= slot(slot, ALIVE_FILE) == me + 1;
        }
        if (get(LOSSES) == maxLosses || !mayLose(me) || stepOf(me) != Step.RUN || !hasAny) {
            return false;
        }
        byChance();
        set(LOSSES, get(LOSSES) + 1);
        for (int slot = 0; slot < SLOTS; slot++) {
            releaseLock(me, slot);
        }
        return true;
    }

    private boolean die(int me) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slot(slot, ALIVE_FILE) == me + 1) {
                setSlot(slot, ALIVE_FILE, NOBODY);
            }
        }
        for (int id = 0; id < PROBERS; id++) {
            if (processOf(id) == me) {
                goIdle(id);
            }
        }
        if (me < PARENTS) {
            go(me, Spawn.DONE);
        }
        return go(me, Step.DEAD);
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        for (int process = 0; process < PROCESSES; process++) {
            Step step = stepOf(process);
            int slot = slotOf(process);
            if (step == Step.RUN || step == Step.DELETE_TASK) {
                boolean hasSlot = slot(slot, STATE) == ALIVE && slot(slot, HELD) == process + 1;
                if (!hasSlot) {
                    return "a process that lives has lost its slot";
                }
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            if (sweepersOf(slot) > 1) {
                return "two sweep a process at once";
            }
        }
        return WRONGS[get(WRONG)];
    }

    @Override
    boolean isSettled() {
        boolean anyRuns = false;
        boolean isSettled = true;
        for (int process = 0; process < PROCESSES; process++) {
            anyRuns |= lives(process);
            isSettled &= !lives(process) || stepOf(process) == Step.RUN;
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            isSettled &= occupantLives(slot) ? slot(slot, STATE) == ALIVE : slot(slot, STATE) == FREE;
        }
        return isSettled || !anyRuns;
    }

    // ---------------------------------------------------------------- for traces

    @Override
    String describe(int actor) {
        int at = actor;
        if (at < PROCESSES) {
            return nameOf(at) + ": " + text(stepOf(at));
        }
        at -= PROCESSES;
        if (at < PARENTS) {
            return nameOf(at) + " spawns: " + text(spawnOf(at));
        }
        at -= PARENTS;
        if (at < PROBERS) {
            return nameOf(processOf(at))
                    + (isChildThread(at) ? "'s child thread: " : "'s janitor: ")
                    + text(probeOf(at));
        }
        at -= PROBERS;
        if (at < PARENTS) {
            return nameOf(childOf(at)) + " ends";
        }
        at -= PARENTS;
        return at < PROCESSES ? nameOf(at) + " is killed" : nameOf(at - PROCESSES) + " loses its locks";
    }
}
