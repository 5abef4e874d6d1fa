package dev.multiproc.internal.model;

/**
 * Processes that exit while they sweep, and one that is stopped while it holds a lock that the sweep needs: {@link
 * dev.multiproc.internal.live.Liveness} and {@code session.SessionExit}.
 *
 * <p>Each process takes a lock and releases it. A process that sweeps a dead one takes the lock too, to clean up what the dead
 * one left. All processes but the first exit, at any time; an exiting process is gone once its janitor has no sweep in progress.
 * One process may be stopped before any of its steps, and may never continue.
 */
final class ExitProtocol extends SweepProtocol {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** The exit parks a sweep's wait for ever, as it does a user's, and so the dead process's file stays locked. */
        PARK_AT_EXIT,
        /** A sweep waits for its locks without a limit. */
        WAIT_WITHOUT_LIMIT,
        /** A sweep that is given up keeps the dead process's file locked. */
        GIVE_UP_WITH_THE_FILE
    }

    private enum Work {
        TRY,
        INSIDE,
        DONE;

        private static final Work[] ALL = values();
    }

    private enum Sweep {
        RECOVER,
        TAKE,
        SETTLE,
        PARKED;

        private static final Sweep[] ALL = values();
    }

    private static final int FREE = 0;
    private static final int MAX_STOPS = 1;

    private static final int WORD = OWN;
    private static final int STOPS = WORD + 1;
    private static final int WORKERS = STOPS + 1;
    private static final int STEP = 0;
    private static final int EXITS = 1;
    private static final int STOPPED = 2;
    private static final int WORKER_LENGTH = 3;
    private static final int SWEEPS = WORKERS + PROCESSES * WORKER_LENGTH;
    private static final int LENGTH = SWEEPS + probers();

    private final Mutation mutation;

    ExitProtocol(int maxKills, Mutation mutation) {
        super(maxKills, false, SweepMutation.NONE);
        this.mutation = mutation;
    }

    @Override
    int length() {
        return LENGTH;
    }

    @Override
    void begin(int me) {
        setWorker(me, STEP, 0);
    }

    @Override
    void forget(int me) {
        for (int field = 0; field < WORKER_LENGTH; field++) {
            setWorker(me, field, 0);
        }
        go(me, Sweep.RECOVER);
    }

    // ---------------------------------------------------------------- the actors

    @Override
    int actors() {
        return super.actors() + 2 * PROCESSES;
    }

    @Override
    boolean step(int actor) {
        int at = actor - super.actors();
        if (at < 0) {
            return super.step(actor);
        }
        return at < PROCESSES ? exit(at) : stopOrContinue(at - PROCESSES);
    }

    @Override
    boolean runs(int me) {
        return worker(me, STOPPED) == 0;
    }

    /** The janitor of an exiting process begins no sweep. */
    @Override
    boolean mayBeginSweep(int me) {
        return worker(me, EXITS) == 0;
    }

    @Override
    boolean work(int me) {
        return switch (workOf(me)) {
            case TRY -> {
                if (get(WORD) != FREE) {
                    yield false;
                }
                set(WORD, me + 1);
                yield go(me, Work.INSIDE);
            }
            case INSIDE -> {
                set(WORD, FREE);
                yield go(me, Work.DONE);
            }
            case DONE -> false;
        };
    }

    /** Exits at any step of the work, since the exit has a thread of its own. */
    private boolean exit(int me) {
        if (me == 0 || !lives(me) || !runs(me)) {
            return false;
        }
        if (worker(me, EXITS) == 0) {
            setWorker(me, EXITS, 1);
            return true;
        }
        if (isSweeping(me)) {
            return false;
        }
        leave(me);
        return true;
    }

    private boolean stopOrContinue(int me) {
        if (!lives(me) || runs(me) && get(STOPS) == MAX_STOPS) {
            return false;
        }
        byChance();
        if (runs(me)) {
            set(STOPS, get(STOPS) + 1);
        }
        setWorker(me, STOPPED, runs(me) ? 1 : 0);
        return true;
    }

    // ---------------------------------------------------------------- the sweep

    @Override
    Progress sweepObjects(int id, int me, int dead) {
        switch (sweepOf(id)) {
            case RECOVER -> {
                if (get(WORD) == dead + 1) {
                    set(WORD, FREE);
                }
                go(id, Sweep.TAKE);
            }
            case TAKE -> {
                return take(id, me);
            }
            case SETTLE -> {
                set(WORD, FREE);
                go(id, Sweep.RECOVER);
                return Progress.DONE;
            }
            case PARKED -> {
                return Progress.WAITS;
            }
        }
        return Progress.GOES_ON;
    }

    private Progress take(int id, int me) {
        int owner = get(WORD) - 1;
        if (owner >= 0 && !lives(owner)) {
            // A process that waits for a dead owner's lock frees it.
            set(WORD, FREE);
            return Progress.GOES_ON;
        }
        if (owner < 0) {
            set(WORD, me + 1);
            go(id, Sweep.SETTLE);
            return Progress.GOES_ON;
        }
        if (mutation == Mutation.PARK_AT_EXIT && worker(me, EXITS) != 0) {
            go(id, Sweep.PARKED);
            return Progress.GOES_ON;
        }
        if (mutation == Mutation.WAIT_WITHOUT_LIMIT) {
            return Progress.WAITS;
        }
        go(id, Sweep.RECOVER);
        return mutation == Mutation.GIVE_UP_WITH_THE_FILE ? Progress.LEFT : Progress.FAILED;
    }

    // ---------------------------------------------------------------- what must hold

    /** Whether exiting processes are gone and the dead are swept, except for what a stopped process prevents. */
    @Override
    boolean isSettled() {
        for (int slot = 1; slot < PROCESSES; slot++) {
            if (lives(slot) && runs(slot)) {
                return false;
            }
        }
        return !lives(0) || !runs(0) || isBlockedByStoppedProcess() || isSwept() && workOf(0) == Work.DONE;
    }

    private boolean isBlockedByStoppedProcess() {
        for (int slot = 0; slot < PROCESSES; slot++) {
            if (lives(slot) && !runs(slot) && (get(WORD) == slot + 1 || isSweeping(slot))) {
                return true;
            }
        }
        return false;
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

    private boolean go(int slot, Work step) {
        return set(WORKERS + slot * WORKER_LENGTH + STEP, step);
    }

    private Sweep sweepOf(int id) {
        return Sweep.ALL[get(SWEEPS + id)];
    }

    private void go(int id, Sweep step) {
        set(SWEEPS + id, step);
    }

    @Override
    String describe(int actor) {
        int at = actor - super.actors();
        if (at < 0) {
            return super.describe(actor);
        }
        if (at >= PROCESSES) {
            return name(at - PROCESSES) + (runs(at - PROCESSES) ? " is stopped" : " is continued");
        }
        return name(at) + (worker(at, EXITS) == 0 ? " begins to exit" : " is gone");
    }

    @Override
    String describeWork(int slot) {
        return text(workOf(slot)) + (worker(slot, EXITS) != 0 ? " exits" : "") + (runs(slot) ? "" : " stopped");
    }

    @Override
    String describeSweep(int id) {
        return "sweep: " + text(sweepOf(id));
    }

    @Override
    String describe() {
        return super.describe() + "lock " + (get(WORD) == FREE ? "free" : name(get(WORD) - 1));
    }
}
