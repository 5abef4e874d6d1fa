package dev.multiproc.internal.model;

/**
 * {@link dev.multiproc.internal.park.RobustLock}, step by step. Each process takes the lock, writes two words under it, and
 * releases it. A process that dies between the two writes leaves them half written, and the sweep repairs them.
 *
 * <p>In the code, a waiter whose slice has ended checks the owner as the janitor does; in this model only the janitor does.
 * Spinning is repeated reading, so here it is a single read.
 */
final class LockProtocol extends SweepProtocol {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** The release is a store that does not check whether anybody waits. */
        RELEASE_WITHOUT_CHECK,
        /** Waiters are woken first, and the lock is freed afterwards. */
        WAKE_BEFORE_RELEASE,
        /** A process that has waited takes the lock without the mark that others wait. */
        TAKE_UNMARKED,
        /** The kernel does not compare the word with the value that the waiter has seen. */
        PARK_BLINDLY,
        /** The mark is a store, not a compare-and-set. */
        MARK_BLINDLY,
        /** The sweeper frees a dead owner's lock before it has repaired what the lock guards. */
        FREE_BEFORE_REPAIR,
        /** A waiter that gives up does not leave the mark that others wait. */
        GIVE_UP_UNMARKED
    }

    private enum Work {
        TRY_SHARED,
        TRY_SHARED_CAS,
        WAIT_SHARED,
        WAIT_SHARED_CAS,
        MARK_CONTENDED,
        PARK,
        ASLEEP,
        WRITE_FIRST,
        WRITE_SECOND,
        RELEASE,
        WAKE,
        DONE;

        private static final Work[] ALL = values();
    }

    private enum Recovery {
        LOOK,
        REPAIR,
        RELEASE,
        WAKE;

        private static final Recovery[] ALL = values();
    }

    /** A bit of the lock's word, which also holds the owner's slot plus 1. */
    private static final int CONTENDED = 8;

    private static final int FREE = 0;

    private static final int WORD = OWN;
    private static final int HALF_WRITTEN = WORD + 1;
    private static final int WORKERS = HALF_WRITTEN + 1;
    private static final int STEP = 0;
    private static final int SEEN = 1;
    private static final int ROUNDS = 2;
    private static final int WORKER_LENGTH = 3;
    private static final int RECOVERIES = WORKERS + PROCESSES * WORKER_LENGTH;
    private static final int LENGTH = RECOVERIES + probers();

    private final boolean isTimed;
    private final Mutation mutation;

    /**
     * The correct lock, or one with an error.
     *
     * @param isTimed whether the last process may give up while it waits, as after a time-out; the first process then takes the
     *     lock twice
     */
    LockProtocol(int maxKills, boolean isTimed, Mutation mutation, SweepMutation sweepMutation) {
        super(maxKills, !isTimed, sweepMutation);
        this.isTimed = isTimed;
        this.mutation = mutation;
    }

    @Override
    int length() {
        return LENGTH;
    }

    @Override
    void begin(int me) {
        setWorker(me, ROUNDS, isTimed && me == 0 ? 2 : 1);
        go(me, Work.TRY_SHARED);
    }

    @Override
    void forget(int me) {
        setWorker(me, ROUNDS, 0);
        go(me, Work.TRY_SHARED);
        for (int id = 0; id < probers(); id++) {
            if (processOf(id) == me) {
                go(id, Recovery.LOOK);
            }
        }
    }

    // ---------------------------------------------------------------- lock and unlock

    @Override
    int actors() {
        return super.actors() + PROCESSES;
    }

    @Override
    boolean step(int actor) {
        return actor < super.actors() ? super.step(actor) : endSlice(actor - super.actors());
    }

    @Override
    boolean work(int me) {
        return switch (workOf(me)) {
            case TRY_SHARED -> go(me, get(WORD) == FREE ? Work.TRY_SHARED_CAS : Work.WAIT_SHARED);
            case TRY_SHARED_CAS -> go(me, compareAndSet(FREE, me + 1) ? Work.WRITE_FIRST : Work.TRY_SHARED);
            case WAIT_SHARED -> {
                setWorker(me, SEEN, get(WORD));
                yield go(me, get(WORD) == FREE ? Work.WAIT_SHARED_CAS : Work.MARK_CONTENDED);
            }
            case WAIT_SHARED_CAS -> {
                int mark = mutation == Mutation.TAKE_UNMARKED ? 0 : CONTENDED;
                yield go(me, compareAndSet(FREE, me + 1 | mark) ? Work.WRITE_FIRST : Work.WAIT_SHARED);
            }
            case MARK_CONTENDED -> markContended(me);
            case PARK -> {
                boolean isAsSeen = get(WORD) == worker(me, SEEN) || mutation == Mutation.PARK_BLINDLY;
                yield go(me, isAsSeen ? Work.ASLEEP : Work.WAIT_SHARED);
            }
            case WRITE_FIRST -> {
                set(HALF_WRITTEN, 1);
                yield go(me, Work.WRITE_SECOND);
            }
            case WRITE_SECOND -> {
                set(HALF_WRITTEN, 0);
                yield go(me, mutation == Mutation.WAKE_BEFORE_RELEASE ? Work.WAKE : Work.RELEASE);
            }
            case RELEASE -> release(me);
            case WAKE -> {
                wakeOne();
                yield mutation == Mutation.WAKE_BEFORE_RELEASE ? go(me, Work.RELEASE) : endRound(me);
            }
            case ASLEEP, DONE -> false;
        };
    }

    private boolean compareAndSet(int expected, int word) {
        boolean isSet = get(WORD) == expected;
        if (isSet) {
            set(WORD, word);
        }
        return isSet;
    }

    private boolean markContended(int me) {
        int seen = worker(me, SEEN);
        if (mutation == Mutation.GIVE_UP_UNMARKED && givesUp(me)) {
            return go(me, Work.DONE);
        }
        if (mutation == Mutation.MARK_BLINDLY) {
            set(WORD, seen | CONTENDED);
        } else if ((seen & CONTENDED) == 0 && !compareAndSet(seen, seen | CONTENDED)) {
            return go(me, Work.WAIT_SHARED);
        }
        setWorker(me, SEEN, seen | CONTENDED);
        return go(me, givesUp(me) ? Work.DONE : Work.PARK);
    }

    private boolean givesUp(int me) {
        return isTimed && me == PROCESSES - 1 && choose(2) == 1;
    }

    private boolean release(int me) {
        boolean isContended = (get(WORD) & CONTENDED) != 0;
        set(WORD, FREE);
        boolean wakes =
                isContended && mutation != Mutation.RELEASE_WITHOUT_CHECK && mutation != Mutation.WAKE_BEFORE_RELEASE;
        return wakes ? go(me, Work.WAKE) : endRound(me);
    }

    private boolean endRound(int me) {
        setWorker(me, ROUNDS, worker(me, ROUNDS) - 1);
        return go(me, worker(me, ROUNDS) > 0 ? Work.TRY_SHARED : Work.DONE);
    }

    /** Wakes any one of the sleepers, as the kernel does. */
    private void wakeOne() {
        int sleeping = 0;
        for (int slot = 0; slot < PROCESSES; slot++) {
            sleeping += isAsleep(slot) ? 1 : 0;
        }
        int chosen = choose(sleeping);
        for (int slot = 0; slot < PROCESSES; slot++) {
            if (isAsleep(slot) && chosen-- == 0) {
                go(slot, Work.WAIT_SHARED);
            }
        }
    }

    private boolean isAsleep(int slot) {
        return lives(slot) && workOf(slot) == Work.ASLEEP;
    }

    /** A waiter's slice ends. Unless a process was killed, the protocol must work without this. */
    private boolean endSlice(int me) {
        if (!isAsleep(me)) {
            return false;
        }
        if (kills() == 0) {
            byChance();
        }
        return go(me, Work.WAIT_SHARED);
    }

    // ---------------------------------------------------------------- recover

    @Override
    Progress sweepObjects(int id, int me, int dead) {
        boolean isEarly = mutation == Mutation.FREE_BEFORE_REPAIR;
        switch (recoveryOf(id)) {
            case LOOK -> {
                if ((get(WORD) & ~CONTENDED) != dead + 1) {
                    return Progress.DONE;
                }
                go(id, isEarly ? Recovery.RELEASE : Recovery.REPAIR);
            }
            case REPAIR -> {
                set(HALF_WRITTEN, 0);
                go(id, isEarly ? Recovery.LOOK : Recovery.RELEASE);
            }
            case RELEASE -> {
                set(WORD, FREE);
                go(id, Recovery.WAKE);
            }
            case WAKE -> {
                wakeOne();
                go(id, isEarly ? Recovery.REPAIR : Recovery.LOOK);
            }
        }
        return Progress.GOES_ON;
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        int owner = (get(WORD) & ~CONTENDED) - 1;
        int inside = 0;
        for (int slot = 0; slot < PROCESSES; slot++) {
            if (isInside(slot)) {
                inside++;
                if (owner != slot) {
                    return "the lock does not name who is inside";
                }
                if (workOf(slot) == Work.WRITE_FIRST && get(HALF_WRITTEN) != 0) {
                    return "who took the lock finds what it guards half written";
                }
            }
        }
        for (int id = 0; id < probers(); id++) {
            inside += repairs(id) ? 1 : 0;
        }
        if (inside > 1) {
            return "two are inside the lock";
        }
        return owner >= 0 && lives(owner) && !isInside(owner)
                ? "the lock names a process that does not have it"
                : super.violation();
    }

    private boolean isInside(int slot) {
        Work at = workOf(slot);
        boolean isInside = at == Work.WRITE_FIRST || at == Work.WRITE_SECOND || at == Work.RELEASE;
        return lives(slot) && (isInside || at == Work.WAKE && mutation == Mutation.WAKE_BEFORE_RELEASE);
    }

    private boolean repairs(int id) {
        Recovery step = recoveryOf(id);
        return step == Recovery.RELEASE || step == Recovery.REPAIR && mutation != Mutation.FREE_BEFORE_REPAIR;
    }

    @Override
    boolean isSettled() {
        boolean anyLives = false;
        boolean areDone = true;
        for (int slot = 0; slot < PROCESSES; slot++) {
            anyLives |= lives(slot);
            areDone &= !lives(slot) || workOf(slot) == Work.DONE;
        }
        return areDone && isSwept() || !anyLives;
    }

    // ---------------------------------------------------------------- the state

    private int worker(int slot, int field) {
        return get(WORKERS + slot * WORKER_LENGTH + field);
    }

    private void setWorker(int slot, int field, int value) {
        set(WORKERS + slot * WORKER_LENGTH + field, value);
    }

    private Work workOf(int slot) {
        return Work.ALL[worker(slot, STEP)];
    }

    /** What was read is forgotten as soon as it is of no use, so that there are fewer states. */
    private boolean go(int slot, Work step) {
        if (step != Work.MARK_CONTENDED && step != Work.PARK) {
            setWorker(slot, SEEN, 0);
        }
        return set(WORKERS + slot * WORKER_LENGTH + STEP, step);
    }

    private Recovery recoveryOf(int id) {
        return Recovery.ALL[get(RECOVERIES + id)];
    }

    private void go(int id, Recovery step) {
        set(RECOVERIES + id, step);
    }

    @Override
    String describeWork(int slot) {
        return text(workOf(slot));
    }

    @Override
    String describeSweep(int id) {
        return "recover: " + text(recoveryOf(id));
    }

    @Override
    String describe() {
        int owner = get(WORD) & ~CONTENDED;
        return super.describe() + "lock " + (owner == FREE ? "free" : name(owner - 1))
                + ((get(WORD) & CONTENDED) != 0 ? " contended" : "") + (get(HALF_WRITTEN) != 0 ? ", half written" : "");
    }
}
