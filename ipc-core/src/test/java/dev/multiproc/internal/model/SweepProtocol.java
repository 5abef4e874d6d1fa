package dev.multiproc.internal.model;

/**
 * Processes that may be killed before any of their steps, and {@link dev.multiproc.internal.live.Liveness}, by which the others
 * sweep them. Subclasses define what there is to sweep, and what else the processes do.
 *
 * <p>Each process has a janitor. In a family the first process is the parent of the others. It has for each child a thread that
 * waits for the child's end, and may start a new child in the slot of one that was swept.
 *
 * <p>A sweep of a slot whose process lives always fails, since the sweeper cannot get the lock. So in this model janitors begin
 * only with slots whose process does not live. What they read there may be outdated when they act on it.
 */
abstract class SweepProtocol extends Protocol {
    /** What the protocol does wrong on purpose. */
    enum SweepMutation {
        NONE,
        /** A process that finds another dead sweeps it even if a third is doing so, as when liveness is checked by pid alone. */
        PROBE_WITHOUT_EXCLUSION,
        /** The slot is freed first, and what its process held afterwards. */
        FREE_BEFORE_WORDS,
        /** Whichever process is in the slot once the lock is taken is swept. */
        NO_GENERATION_CHECK
    }

    static final int PROCESSES = 3;

    /** The states of the process in a slot. */
    enum Life {
        ABSENT,
        STARTS,
        ENTERS,
        RUNS,
        DEAD;

        private static final Life[] ALL = values();
    }

    /** The result of a step of a sweep of objects. */
    enum Progress {
        WAITS,
        GOES_ON,
        /** The sweep ends here, and another one begins later. */
        FAILED,
        /** The same, but the dead process's file stays locked. Only an error does this. */
        LEFT,
        DONE
    }

    private enum Step {
        IDLE,
        TRY_LOCK,
        CHECK_GENERATION,
        SWEEP_OBJECTS,
        RETIRE,
        /** In the model only, which checks that nobody is swept twice. */
        COUNT_DEATH,
        UNLOCK,
        REUSE,
        ENDED;

        private static final Step[] ALL = values();
    }

    // States of a slot.
    private static final int FREE = 0;
    private static final int RESERVED = 1;
    private static final int ALIVE = 2;
    private static final int SWEPT = 3;

    private static final int NOBODY = 0;

    private static final int KILLS = 0;
    private static final int DEATHS = 1;
    /** How many processes have ended by themselves. */
    private static final int LEFT = 2;

    private static final int SLOTS = 3;
    // A slot: its word in the process table; who has the lock of its file; its process.
    private static final int STATE = 0;
    private static final int GENERATION = 1;
    private static final int HAS_PARENT = 2;
    private static final int ALIVE_FILE = 3;
    private static final int LIFE = 4;
    private static final int SLOT_LENGTH = 5;
    // The janitors, then the parent's threads.
    private static final int PROBERS = SLOTS + PROCESSES * SLOT_LENGTH;
    private static final int PROBER_COUNT = PROCESSES + PROCESSES - 1;
    private static final int STEP = 0;
    private static final int TARGET = 1;
    private static final int TARGET_GENERATION = 2;
    private static final int PROBER_LENGTH = 3;
    /** Where a subclass's part of the state begins. */
    static final int OWN = PROBERS + PROBER_COUNT * PROBER_LENGTH;

    private final int maxKills;
    private final boolean isFamily;
    private final SweepMutation mutation;

    SweepProtocol(int maxKills, boolean isFamily, SweepMutation mutation) {
        this.maxKills = maxKills;
        this.isFamily = isFamily;
        this.mutation = mutation;
    }

    @Override
    void start() {
        for (int slot = 0; slot < PROCESSES; slot++) {
            setSlot(slot, STATE, ALIVE);
            setSlot(slot, HAS_PARENT, isFamily && slot > 0 ? 1 : 0);
            setSlot(slot, ALIVE_FILE, slot + 1);
            setLife(slot, Life.RUNS);
            begin(slot);
        }
        for (int child = 1; isFamily && child < PROCESSES; child++) {
            setProber(PROCESSES + child - 1, TARGET, child);
        }
    }

    // ---------------------------------------------------------------- for subclasses

    /** Begins the work of a process. */
    abstract void begin(int slot);

    /** Makes a step of a process's own work, as {@link Protocol#step} does. */
    abstract boolean work(int slot);

    /** Clears what a process knew, after it was killed. */
    abstract void forget(int slot);

    /** One step of the sweep of what a dead process held. */
    abstract Progress sweepObjects(int prober, int me, int dead);

    /** The current step of a process's work, for traces. */
    abstract String describeWork(int slot);

    /** The current step of a prober's sweep of objects, for traces. */
    abstract String describeSweep(int prober);

    /** Whether a process is not stopped. */
    boolean runs(int slot) {
        return true;
    }

    /** Whether a process's janitor looks for the dead. */
    boolean mayBeginSweep(int slot) {
        return true;
    }

    /** Whether a process's janitor has the lock that keeps its other threads from sweeping. */
    final boolean isSweeping(int slot) {
        return holdsLocalLock(slot);
    }

    /** Ends a process by itself. */
    final void leave(int slot) {
        set(LEFT, get(LEFT) + 1);
        end(slot);
    }

    /** Takes the lock of a dead process's file for another process; false if the lock is taken. */
    final boolean tryAliveFile(int slot, int me) {
        boolean isFree = slot(slot, ALIVE_FILE) == NOBODY;
        if (isFree) {
            setSlot(slot, ALIVE_FILE, me + 1);
        }
        return isFree;
    }

    final void releaseAliveFile(int slot) {
        setSlot(slot, ALIVE_FILE, NOBODY);
    }

    final int kills() {
        return get(KILLS);
    }

    final boolean lives(int slot) {
        Life life = life(slot);
        return life != Life.DEAD && life != Life.ABSENT;
    }

    final boolean isSweepingObjects(int prober) {
        return stepOf(prober) == Step.SWEEP_OBJECTS;
    }

    static int probers() {
        return PROBER_COUNT;
    }

    final int targetOf(int prober) {
        return prober(prober, TARGET);
    }

    static int processOf(int prober) {
        return isChildThread(prober) ? 0 : prober;
    }

    // ---------------------------------------------------------------- the actors

    /** First the processes' own work, then the probers, then the kills. */
    @Override
    int actors() {
        return PROCESSES + PROBER_COUNT + PROCESSES;
    }

    @Override
    boolean step(int actor) {
        if (actor < PROCESSES) {
            return runs(actor) && liveStep(actor);
        }
        int at = actor - PROCESSES;
        return at < PROBER_COUNT ? lives(processOf(at)) && runs(processOf(at)) && probe(at) : kill(at - PROBER_COUNT);
    }

    private boolean liveStep(int me) {
        return switch (life(me)) {
            case STARTS -> lockAliveFile(me);
            case ENTERS -> enter(me);
            case RUNS -> work(me);
            default -> false;
        };
    }

    /** A child's first step, before it marks its slot as alive: waits for a process that still sweeps the slot. */
    private boolean lockAliveFile(int me) {
        if (slot(me, ALIVE_FILE) != NOBODY) {
            return false;
        }
        setSlot(me, ALIVE_FILE, me + 1);
        return setLife(me, Life.ENTERS);
    }

    private boolean enter(int me) {
        setSlot(me, STATE, ALIVE);
        begin(me);
        return setLife(me, Life.RUNS);
    }

    private boolean probe(int id) {
        int me = processOf(id);
        int target = prober(id, TARGET);
        return switch (stepOf(id)) {
            case IDLE -> isChildThread(id) ? isFamily && awaitEnd(id, target) : sweepIfDead(id, me);
            case TRY_LOCK -> tryLock(id, me, target);
            case CHECK_GENERATION -> go(id, hasSameGeneration(id, target) ? firstOfSweep() : Step.UNLOCK);
            case SWEEP_OBJECTS -> sweep(id, me, target);
            case RETIRE -> {
                retire(target);
                yield go(id, mutation == SweepMutation.FREE_BEFORE_WORDS ? Step.SWEEP_OBJECTS : Step.COUNT_DEATH);
            }
            case COUNT_DEATH -> {
                set(DEATHS, get(DEATHS) + 1);
                yield go(id, Step.UNLOCK);
            }
            case UNLOCK -> unlock(id, me, target);
            case REUSE -> reuse(id, target);
            case ENDED -> false;
        };
    }

    /** Part of the janitor's tick: reads the slot's word once. */
    private boolean sweepIfDead(int id, int me) {
        int target = choose(PROCESSES);
        boolean mayBeDead = slot(target, STATE) != RESERVED || slot(target, HAS_PARENT) == 0;
        if (!mayBeginSweep(me) || target == me || lives(target) || !isOccupied(target) || !mayBeDead) {
            return false;
        }
        setProber(id, TARGET, target);
        setProber(id, TARGET_GENERATION, slot(target, GENERATION));
        return go(id, Step.TRY_LOCK);
    }

    /** The parent's thread is woken by the end of the process that it has started. */
    private boolean awaitEnd(int id, int child) {
        if (life(child) != Life.DEAD) {
            return false;
        }
        setProber(id, TARGET_GENERATION, slot(child, GENERATION));
        return go(id, Step.TRY_LOCK);
    }

    private boolean tryLock(int id, int me, int target) {
        for (int other = 0; other < PROBER_COUNT; other++) {
            if (other != id && processOf(other) == me && holdsLocalLock(other)) {
                return false;
            }
        }
        boolean isFree = slot(target, ALIVE_FILE) == NOBODY;
        if (isFree || mutation == SweepMutation.PROBE_WITHOUT_EXCLUSION && !lives(target)) {
            setSlot(target, ALIVE_FILE, me + 1);
            return go(id, Step.CHECK_GENERATION);
        }
        // The parent's thread tries until it gets the lock.
        return !isChildThread(id) && goIdle(id);
    }

    private boolean holdsLocalLock(int id) {
        Step at = stepOf(id);
        return at.compareTo(Step.CHECK_GENERATION) >= 0 && at.compareTo(Step.UNLOCK) <= 0;
    }

    private boolean hasSameGeneration(int id, int target) {
        boolean isSame = slot(target, GENERATION) == prober(id, TARGET_GENERATION);
        return isOccupied(target) && (isSame || mutation == SweepMutation.NO_GENERATION_CHECK);
    }

    private Step firstOfSweep() {
        return mutation == SweepMutation.FREE_BEFORE_WORDS ? Step.RETIRE : Step.SWEEP_OBJECTS;
    }

    private boolean sweep(int id, int me, int target) {
        return switch (sweepObjects(id, me, target)) {
            case WAITS -> false;
            case GOES_ON -> true;
            case FAILED -> go(id, Step.UNLOCK);
            case LEFT -> goIdle(id);
            case DONE -> go(id, mutation == SweepMutation.FREE_BEFORE_WORDS ? Step.COUNT_DEATH : Step.RETIRE);
        };
    }

    /** The end of the sweep: a compare-and-set of the slot's word. {@link SlotProtocol} models its effect on children. */
    private void retire(int target) {
        for (int child = 1; target == 0 && child < PROCESSES; child++) {
            setSlot(child, HAS_PARENT, 0);
            if (slot(child, STATE) == SWEPT) {
                free(child);
            }
        }
        if (slot(target, HAS_PARENT) == 0) {
            free(target);
        } else {
            setSlot(target, STATE, SWEPT);
        }
    }

    private void free(int slot) {
        setSlot(slot, STATE, FREE);
        setSlot(slot, HAS_PARENT, 0);
        if (life(slot) == Life.DEAD) {
            setLife(slot, Life.ABSENT);
        }
    }

    private boolean unlock(int id, int me, int target) {
        if (slot(target, ALIVE_FILE) == me + 1) {
            setSlot(target, ALIVE_FILE, NOBODY);
        }
        return isChildThread(id) ? go(id, Step.REUSE) : goIdle(id);
    }

    /** The parent has read how the child ended: it frees the slot, and may start another child there. */
    private boolean reuse(int id, int child) {
        free(child);
        if (choose(2) == 0) {
            return go(id, Step.ENDED);
        }
        setSlot(child, STATE, RESERVED);
        setSlot(child, HAS_PARENT, 1);
        setSlot(child, GENERATION, slot(child, GENERATION) + 1);
        setLife(child, Life.STARTS);
        return goIdle(id);
    }

    private boolean kill(int victim) {
        if (get(KILLS) == maxKills || !lives(victim)) {
            return false;
        }
        byChance();
        set(KILLS, get(KILLS) + 1);
        end(victim);
        return true;
    }

    private void end(int victim) {
        setLife(victim, Life.DEAD);
        forget(victim);
        for (int slot = 0; slot < PROCESSES; slot++) {
            if (slot(slot, ALIVE_FILE) == victim + 1) {
                setSlot(slot, ALIVE_FILE, NOBODY);
            }
        }
        for (int id = 0; id < PROBER_COUNT; id++) {
            if (processOf(id) == victim) {
                goIdle(id);
            }
        }
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        for (int slot = 0; slot < PROCESSES; slot++) {
            if (lives(slot) && !isOccupied(slot)) {
                return "a process that lives has lost its slot";
            }
        }
        return get(DEATHS) > get(KILLS) + get(LEFT) ? "a process was swept twice" : null;
    }

    /** Whether the dead are swept. */
    final boolean isSwept() {
        boolean isSwept = true;
        for (int slot = 0; slot < PROCESSES; slot++) {
            isSwept &= lives(slot) || slot(slot, STATE) == FREE;
        }
        return isSwept;
    }

    // ---------------------------------------------------------------- the state

    private boolean isOccupied(int slot) {
        return slot(slot, STATE) == RESERVED || slot(slot, STATE) == ALIVE;
    }

    private int slot(int slot, int field) {
        return get(SLOTS + slot * SLOT_LENGTH + field);
    }

    private void setSlot(int slot, int field, int value) {
        set(SLOTS + slot * SLOT_LENGTH + field, value);
    }

    private Life life(int slot) {
        return Life.ALL[slot(slot, LIFE)];
    }

    private boolean setLife(int slot, Life life) {
        return set(SLOTS + slot * SLOT_LENGTH + LIFE, life);
    }

    private int prober(int id, int field) {
        return get(PROBERS + id * PROBER_LENGTH + field);
    }

    private void setProber(int id, int field, int value) {
        set(PROBERS + id * PROBER_LENGTH + field, value);
    }

    private Step stepOf(int id) {
        return Step.ALL[prober(id, STEP)];
    }

    private boolean go(int id, Step step) {
        return set(PROBERS + id * PROBER_LENGTH + STEP, step);
    }

    private boolean goIdle(int id) {
        if (!isChildThread(id)) {
            setProber(id, TARGET, 0);
        }
        setProber(id, TARGET_GENERATION, 0);
        return go(id, Step.IDLE);
    }

    private static boolean isChildThread(int id) {
        return id >= PROCESSES;
    }

    @Override
    String describe(int actor) {
        if (actor < PROCESSES) {
            return name(actor) + ": " + (life(actor) == Life.RUNS ? describeWork(actor) : text(life(actor)));
        }
        int at = actor - PROCESSES;
        if (at >= PROBER_COUNT) {
            return name(at - PROBER_COUNT) + " is killed";
        }
        String step = stepOf(at) == Step.SWEEP_OBJECTS ? describeSweep(at) : text(stepOf(at));
        return name(processOf(at)) + (isChildThread(at) ? "'s child thread: " : "'s janitor: ") + step;
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < PROCESSES; slot++) {
            String work = life(slot) == Life.RUNS ? describeWork(slot) : text(life(slot));
            text.append(name(slot)).append(' ').append(work).append(", ");
        }
        return text.toString();
    }
}
