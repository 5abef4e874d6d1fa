package dev.multiproc.internal.model;

import java.util.List;

/**
 * A queue is shut down at once: {@code Dropping}. Each process takes items, finishes them or gives them back; one of them shuts
 * the queue down, and then whoever comes drops what waits.
 *
 * <p>Taking a record, and giving one back, is one step here, since {@link ClaimProtocol} has its steps.
 */
final class DropProtocol extends SweepProtocol {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** A taker looks whether the queue is shut down before it claims, and not afterwards. */
        LOOK_BEFORE_CLAIM,
        /** Who gives an item back does not look afterwards. */
        RETURNED_AND_LEFT,
        /** Who gives an item back looks before, and not afterwards. */
        LOOK_BEFORE_RETURN,
        /** A sweeper gives items back, and does not drop them. */
        SWEPT_AND_LEFT,
        /** Who shuts down drops what waits first, and refuses takers afterwards. */
        DROP_FIRST
    }

    private enum Work {
        END,
        LOOK_FIRST,
        CLAIM,
        LOOK,
        USE,
        LOOK_AND_GIVE_BACK,
        GIVE_BACK,
        LOOK_AGAIN,
        SET,
        DROP,
        FINISH_DROPPED;

        private static final Work[] ALL = values();
    }

    private static final int ITEMS = 2;
    private static final int NOBODY = 0;

    // The states of a record.
    private static final int WAITS = 0;
    private static final int CLAIMED = 1;
    private static final int DONE = 2;

    private static final int SHUT = OWN;
    /** Whether an item was handed out though it was claimed after the shutdown. */
    private static final int WRONG = SHUT + 1;

    private static final int RECORDS = WRONG + 1;
    private static final int RECORD_LENGTH = 2;
    private static final int WORKERS = RECORDS + ITEMS * RECORD_LENGTH;
    // A worker: what it does, its next action, the record that it holds, plus 1, and whether it claimed that after the
    // shutdown;
    // what it does as a sweeper, and what it holds as such.
    private static final int STEP = 0;
    private static final int ACTION = 1;
    private static final int HELD = 2;
    private static final int IS_LATE = 3;
    private static final int SWEEP = 4;
    private static final int SWEEPER_HOLDS = 5;
    private static final int WORKER_LENGTH = 6;
    private static final int LENGTH = WORKERS + PROCESSES * WORKER_LENGTH;

    // What a sweeper does.
    private static final int GIVES_BACK = 0;
    private static final int LOOKS = 1;
    private static final int DROPS = 2;

    private final String[] programs;
    private final Mutation mutation;

    /**
     * The correct protocol, or one with an error.
     *
     * @param programs what each process does: t to take, x to shut the queue down
     */
    DropProtocol(int maxKills, String programs, Mutation mutation) {
        super(maxKills, false, SweepMutation.NONE);
        this.programs = programs.split(" ", -1);
        this.mutation = mutation;
    }

    @Override
    int length() {
        return LENGTH;
    }

    @Override
    void begin(int me) {
        goOn(me);
    }

    @Override
    void forget(int me) {
        for (int field = 0; field < WORKER_LENGTH; field++) {
            setWorker(me, field, 0);
        }
    }

    @Override
    boolean work(int me) {
        int held = worker(me, HELD) - 1;
        switch (workOf(me)) {
            case LOOK_FIRST -> {
                return go(me, get(SHUT) != 0 ? Work.DROP : Work.CLAIM);
            }
            case CLAIM -> {
                return claim(me);
            }
            case LOOK -> {
                boolean isShut = get(SHUT) != 0 && !is(Mutation.LOOK_BEFORE_CLAIM);
                return go(me, isShut ? Work.FINISH_DROPPED : Work.USE);
            }
            case USE -> {
                set(WRONG, get(WRONG) | worker(me, IS_LATE));
                if (choose(2) == 0) {
                    finish(me, held);
                    return goOn(me);
                }
                return go(me, is(Mutation.LOOK_BEFORE_RETURN) ? Work.LOOK_AND_GIVE_BACK : Work.GIVE_BACK);
            }
            case LOOK_AND_GIVE_BACK -> {
                return go(me, get(SHUT) != 0 ? Work.FINISH_DROPPED : Work.GIVE_BACK);
            }
            case GIVE_BACK -> {
                setRecord(held, WAITS, NOBODY);
                setWorker(me, HELD, 0);
                boolean isOver = is(Mutation.RETURNED_AND_LEFT) || is(Mutation.LOOK_BEFORE_RETURN);
                return isOver ? goOn(me) : go(me, Work.LOOK_AGAIN);
            }
            case LOOK_AGAIN -> {
                return get(SHUT) != 0 ? go(me, Work.DROP) : goOn(me);
            }
            default -> {
                return drop(me, held);
            }
        }
    }

    private boolean claim(int me) {
        int record = first();
        if (record < 0) {
            // It waits, until it is told that nothing will come.
            return get(SHUT) != 0 && go(me, Work.DROP);
        }
        setRecord(record, CLAIMED, me + 1);
        setWorker(me, HELD, record + 1);
        setWorker(me, IS_LATE, get(SHUT));
        return go(me, Work.LOOK);
    }

    private boolean drop(int me, int held) {
        switch (workOf(me)) {
            case SET -> {
                set(SHUT, 1);
                return is(Mutation.DROP_FIRST) ? goOn(me) : go(me, Work.DROP);
            }
            case DROP -> {
                int record = first();
                if (record < 0) {
                    return is(Mutation.DROP_FIRST) && get(SHUT) == 0 ? go(me, Work.SET) : goOn(me);
                }
                setRecord(record, CLAIMED, me + 1);
                setWorker(me, HELD, record + 1);
                return go(me, Work.FINISH_DROPPED);
            }
            case FINISH_DROPPED -> {
                finish(me, held);
                return go(me, Work.DROP);
            }
            default -> {
                return false;
            }
        }
    }

    private void finish(int me, int record) {
        setRecord(record, DONE, NOBODY);
        setWorker(me, HELD, 0);
    }

    // ---------------------------------------------------------------- the sweep

    @Override
    Progress sweepObjects(int id, int me, int dead) {
        switch (worker(me, SWEEP)) {
            case GIVES_BACK -> {
                for (int record = 0; record < ITEMS; record++) {
                    if (state(record) == CLAIMED && owner(record) == dead + 1) {
                        setRecord(record, WAITS, NOBODY);
                    }
                }
                setWorker(me, SWEEP, LOOKS);
                return Progress.GOES_ON;
            }
            case LOOKS -> {
                if (get(SHUT) == 0 || is(Mutation.SWEPT_AND_LEFT)) {
                    setWorker(me, SWEEP, GIVES_BACK);
                    return Progress.DONE;
                }
                setWorker(me, SWEEP, DROPS);
                return Progress.GOES_ON;
            }
            default -> {
                return sweeperDrops(me);
            }
        }
    }

    private Progress sweeperDrops(int me) {
        int held = worker(me, SWEEPER_HOLDS) - 1;
        int next = held >= 0 ? -1 : first();
        if (held >= 0) {
            setRecord(held, DONE, NOBODY);
            setWorker(me, SWEEPER_HOLDS, 0);
        } else if (next >= 0) {
            setRecord(next, CLAIMED, me + 1);
            setWorker(me, SWEEPER_HOLDS, next + 1);
        } else {
            setWorker(me, SWEEP, GIVES_BACK);
            return Progress.DONE;
        }
        return Progress.GOES_ON;
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        return get(WRONG) != 0 ? "an item is handed out that was taken after the shutdown" : super.violation();
    }

    @Override
    boolean isSettled() {
        boolean anyLives = false;
        boolean areDone = true;
        for (int slot = 0; slot < PROCESSES; slot++) {
            anyLives |= lives(slot);
            boolean waitsForNone = workOf(slot) == Work.CLAIM && first() < 0 && get(SHUT) == 0;
            areDone &= !lives(slot) || workOf(slot) == Work.END || waitsForNone;
        }
        return areDone && isSwept() && isAtRest() || !anyLives;
    }

    /** Nothing is held, and after a shutdown nothing waits. */
    private boolean isAtRest() {
        boolean isAtRest = true;
        for (int record = 0; record < ITEMS; record++) {
            isAtRest &= state(record) != CLAIMED && (get(SHUT) == 0 || state(record) == DONE);
        }
        return isAtRest;
    }

    // ---------------------------------------------------------------- the state

    private boolean is(Mutation other) {
        return mutation == other;
    }

    private int first() {
        for (int record = 0; record < ITEMS; record++) {
            if (state(record) == WAITS) {
                return record;
            }
        }
        return -1;
    }

    private int state(int record) {
        return get(RECORDS + record * RECORD_LENGTH);
    }

    private int owner(int record) {
        return get(RECORDS + record * RECORD_LENGTH + 1);
    }

    private void setRecord(int record, int state, int owner) {
        set(RECORDS + record * RECORD_LENGTH, state);
        set(RECORDS + record * RECORD_LENGTH + 1, owner);
    }

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

    private boolean goOn(int me) {
        int next = worker(me, ACTION);
        if (next == programs[me].length()) {
            return go(me, Work.END);
        }
        setWorker(me, ACTION, next + 1);
        if (programs[me].charAt(next) == 't') {
            return go(me, is(Mutation.LOOK_BEFORE_CLAIM) ? Work.LOOK_FIRST : Work.CLAIM);
        }
        return go(me, is(Mutation.DROP_FIRST) ? Work.DROP : Work.SET);
    }

    @Override
    String describeWork(int slot) {
        return text(workOf(slot));
    }

    @Override
    String describeSweep(int id) {
        return List.of("gives back", "looks", "drops").get(worker(processOf(id), SWEEP));
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder(super.describe()).append("records");
        for (int record = 0; record < ITEMS; record++) {
            text.append(' ').append("wcd".charAt(state(record))).append(owner(record));
        }
        return text.append(get(SHUT) == 0 ? "" : ", shut down").toString();
    }
}
