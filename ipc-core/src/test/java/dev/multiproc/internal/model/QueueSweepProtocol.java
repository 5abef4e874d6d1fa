package dev.multiproc.internal.model;

/**
 * The sweep of a queue, step by step: {@code RobustLock.recover} first frees the locks of all objects; then {@code QueueSweep}
 * settles the claims; then {@code DeadLetterMover} moves items past their limit to the dead letters.
 */
abstract class QueueSweepProtocol extends QueueState {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** READY is written before the payload. */
        PUBLISH_FIRST,
        /** A record is counted only after it is published, when it may be taken already. */
        COUNT_LAST,
        /** Of two records that are put together, the first is published before the second is written. */
        FIRST_OF_TWO_FIRST,
        /** The word after a new record is not zeroed. */
        NEXT_NOT_ZEROED,
        /** A claim is a read and a store rather than a compare-and-set. */
        CLAIM_BY_STORE,
        /** A process that takes and finishes the last item that waits does not raise the head. */
        HEAD_LEFT_BEHIND,
        /** A process that takes and finishes an item does so by a read and a store. */
        TAKE_BY_STORE,
        /** The record after the one that was taken is told as taken. */
        NEXT_TOLD_AS_TAKEN,
        /** A dead producer's lock is freed without finding the tail again. */
        TAIL_NOT_FOUND,
        /** What the sweep gives back is not counted. */
        RETURNED_NOT_COUNTED,
        /** The sweep does not raise the head. */
        HEAD_NOT_RAISED,
        /** A sweeper moves an item without checking whether the dead process had already moved it. */
        MOVE_WITHOUT_CHECK,
        /** A sweeper becomes the owner of an item before it moves it. */
        MOVE_CHANGES_OWNER,
        /** Each object is swept completely before the next one's locks are freed. */
        SWEEP_BEFORE_ALL_LOCKS,
        /** A sweeper that waits for a lock does not check whether the lock's owner is dead. */
        WAIT_WITHOUT_CHECK,
        /** A waiting process checks what is counted, and not what is published. */
        WAIT_BY_TAIL,
        /** A process that finds nothing to take in a queue that is shut down leaves, even if items are in flight. */
        LEAVE_WHEN_EMPTY,
        /** A process that waits when the queue is shut down is not told. */
        SHUTDOWN_NOT_TOLD,
        /** A process that finishes the last item of a queue that is shut down does not tell the others. */
        LAST_NOT_TOLD,
        /** A process that waits in a queue that is shut down does not look again after a time. */
        NO_SECOND_LOOK,
        /** A process that finishes an item of a queue that is shut down does not make that visible before it goes on. */
        NO_FENCE_IN_THE_END
    }

    private enum Sweep {
        // the locks of all objects, by RobustLock.recover
        APPEND_LOOK,
        APPEND_FIND_TAIL,
        APPEND_RELEASE,
        RETURNS_LOOK,
        RETURNS_RECOUNT,
        RETURNS_RELEASE,
        DEAD_LETTERS_RECOVER,
        // QueueSweep.settle
        SETTLE_LOCK,
        SETTLE,
        SETTLE_COUNT,
        SETTLE_UNLOCK,
        RAISE_HEAD,
        // DeadLetterMover.moveToDeadLetters
        MOVE_LOOK,
        MOVE_LOCK,
        MOVE_PUT,
        MOVE_UNLOCK,
        FINISH;

        private static final Sweep[] ALL = values();
    }

    /** What a sweeper that waits for a lock does about a dead owner: Liveness.suspect. */
    private enum Suspicion {
        NONE,
        LOOK,
        RECOUNT,
        RELEASE,
        UNLOCK_FILE;

        private static final Suspicion[] ALL = values();
    }

    private static final int STEP = 0;
    // The position of the sweep: a cell, and the number of the record there.
    private static final int AT = 1;
    private static final int SEQUENCE = 2;
    /** A bit for each cell whose item is to be moved. */
    private static final int TO_MOVE = 3;

    private static final int SUSPICION = 4;
    private static final int SUSPECT = 5;
    private static final int FIELDS = 6;
    /** How often a dead letter could not be stored for lack of room. */
    private static final int FAILURES = OWN_OF_PROCESSES;

    private static final int SWEEPERS = FAILURES + 1;
    /** Where the workers' part of the state begins. */
    static final int OWN_OF_WORKERS = SWEEPERS + PROCESSES * FIELDS;

    private final int maxDeliveries;
    private final int maxFailures;
    private final Mutation mutation;

    QueueSweepProtocol(int maxKills, int maxFailures, int maxDeliveries, Mutation mutation) {
        super(maxKills);
        this.maxFailures = maxFailures;
        this.maxDeliveries = maxDeliveries;
        this.mutation = mutation;
    }

    final boolean is(Mutation other) {
        return mutation == other;
    }

    final int maxDeliveries() {
        return maxDeliveries;
    }

    /** Whether a record that is given back was already delivered as often as allowed. */
    final boolean isPastLimit(int cell) {
        return deliveries(cell) >= maxDeliveries;
    }

    @Override
    void forget(int me) {
        for (int field = 0; field < FIELDS; field++) {
            setSweeper(me, field, 0);
        }
    }

    @Override
    int actors() {
        return super.actors() + PROCESSES;
    }

    @Override
    boolean step(int actor) {
        int suspecting = actor - super.actors();
        return suspecting < 0 ? super.step(actor) : lives(suspecting) && runs(suspecting) && suspect(suspecting);
    }

    @Override
    Progress sweepObjects(int id, int me, int dead) {
        if (suspicionOf(me) != Suspicion.NONE) {
            return Progress.WAITS;
        }
        Sweep step = sweepOf(me);
        if (step.compareTo(Sweep.SETTLE_LOCK) < 0) {
            return recover(me, dead, step);
        }
        return step.compareTo(Sweep.MOVE_LOOK) < 0 ? settle(me, dead, step) : moveToDeadLetters(me, step);
    }

    private Progress recover(int me, int dead, Sweep step) {
        Sweep afterReturns = is(Mutation.SWEEP_BEFORE_ALL_LOCKS) ? Sweep.SETTLE_LOCK : Sweep.DEAD_LETTERS_RECOVER;
        return switch (step) {
            case APPEND_LOOK -> go(me, isOwner(APPEND_LOCK, dead) ? Sweep.APPEND_FIND_TAIL : Sweep.RETURNS_LOOK);
            case APPEND_FIND_TAIL -> {
                if (!is(Mutation.TAIL_NOT_FOUND)) {
                    findTail();
                }
                yield go(me, Sweep.APPEND_RELEASE);
            }
            case APPEND_RELEASE -> release(me, APPEND_LOCK, Sweep.RETURNS_LOOK);
            case RETURNS_LOOK -> go(me, isOwner(RETURN_LOCK, dead) ? Sweep.RETURNS_RECOUNT : afterReturns);
            case RETURNS_RECOUNT -> {
                recount();
                yield go(me, Sweep.RETURNS_RELEASE);
            }
            case RETURNS_RELEASE -> release(me, RETURN_LOCK, afterReturns);
            default -> {
                if (isOwner(DEAD_LETTERS_LOCK, dead)) {
                    set(DEAD_LETTERS_LOCK, NOBODY);
                }
                yield is(Mutation.SWEEP_BEFORE_ALL_LOCKS) ? end(me, Progress.DONE) : go(me, Sweep.SETTLE_LOCK);
            }
        };
    }

    private Progress release(int me, int lock, Sweep next) {
        set(lock, NOBODY);
        return go(me, next);
    }

    private Progress end(int me, Progress how) {
        for (int field = 0; field < FIELDS; field++) {
            setSweeper(me, field, 0);
        }
        return how;
    }

    /** ReturnedItems.settleDue, as the sweep does it: under the lock, in one step. */
    void recount() {
        set(RETURNED_COUNT, count(RETURNED));
    }

    /** Whether what is to be moved is marked while the lock is held. */
    boolean marksUnderLock() {
        return true;
    }

    private Progress settle(int me, int dead, Sweep step) {
        return switch (step) {
            case SETTLE_LOCK -> take(RETURN_LOCK, me) ? go(me, Sweep.SETTLE) : Progress.WAITS;
            case SETTLE -> settleRecord(me, dead, sweeper(me, AT));
            case SETTLE_COUNT -> {
                if (!is(Mutation.RETURNED_NOT_COUNTED)) {
                    recount();
                }
                yield go(me, Sweep.SETTLE_UNLOCK);
            }
            case SETTLE_UNLOCK -> release(me, RETURN_LOCK, Sweep.RAISE_HEAD);
            default -> {
                if (!is(Mutation.HEAD_NOT_RAISED)) {
                    raiseHead(sweeper(me, SEQUENCE));
                }
                yield go(me, Sweep.MOVE_LOOK);
            }
        };
    }

    private Progress settleRecord(int me, int dead, int cell) {
        int state = state(cell);
        if (state == UNPUBLISHED || state == READY) {
            return go(me, Sweep.SETTLE_COUNT);
        }
        if (isGarbage(cell)) {
            set(WRONG, TOOK_GARBAGE);
            return Progress.GOES_ON;
        }
        if (owner(cell) == dead && (state == MOVING || isPastLimit(cell))) {
            setSweeper(me, TO_MOVE, sweeper(me, TO_MOVE) | 1 << cell);
            if (marksUnderLock()) {
                setState(cell, MOVING);
            }
            if (is(Mutation.MOVE_CHANGES_OWNER)) {
                setOwner(cell, me);
            }
        } else if (owner(cell) == dead) {
            disown(cell, RETURNED);
        }
        setSweeper(me, AT, next(cell));
        setSweeper(me, SEQUENCE, sweeper(me, SEQUENCE) + 1);
        return Progress.GOES_ON;
    }

    private Progress moveToDeadLetters(int me, Sweep step) {
        int cells = sweeper(me, TO_MOVE);
        int cell = Integer.numberOfTrailingZeros(cells);
        return switch (step) {
            case MOVE_LOOK -> {
                if (cells == 0) {
                    raiseLow();
                    yield is(Mutation.SWEEP_BEFORE_ALL_LOCKS)
                            ? go(me, Sweep.DEAD_LETTERS_RECOVER)
                            : end(me, Progress.DONE);
                }
                setState(cell, MOVING);
                boolean isThere = hasBit(DEAD_LETTERS, item(cell)) && !is(Mutation.MOVE_WITHOUT_CHECK);
                yield go(me, isThere ? Sweep.FINISH : Sweep.MOVE_LOCK);
            }
            case MOVE_LOCK -> take(DEAD_LETTERS_LOCK, me) ? go(me, Sweep.MOVE_PUT) : Progress.WAITS;
            case MOVE_PUT -> {
                if (fails()) {
                    set(DEAD_LETTERS_LOCK, NOBODY);
                    yield end(me, Progress.FAILED);
                }
                putDeadLetter(item(cell));
                yield go(me, Sweep.MOVE_UNLOCK);
            }
            case MOVE_UNLOCK -> release(me, DEAD_LETTERS_LOCK, Sweep.FINISH);
            default -> {
                finish(cell);
                setSweeper(me, TO_MOVE, cells & cells - 1);
                yield go(me, Sweep.MOVE_LOOK);
            }
        };
    }

    /** Whether there is no room for a dead letter, this time. */
    final boolean fails() {
        boolean fails = get(FAILURES) < maxFailures && choose(2) == 1;
        if (fails) {
            byChance();
            set(FAILURES, get(FAILURES) + 1);
        }
        return fails;
    }

    /**
     * A sweeper that waits for a lock frees it if its owner is dead. In this model, waiting workers leave that to their janitor.
     */
    private boolean suspect(int me) {
        int lock = sweepOf(me) == Sweep.MOVE_LOCK ? DEAD_LETTERS_LOCK : RETURN_LOCK;
        int suspect = sweeper(me, SUSPECT);
        return switch (suspicionOf(me)) {
            case NONE -> {
                boolean waits = sweepOf(me) == Sweep.SETTLE_LOCK || sweepOf(me) == Sweep.MOVE_LOCK;
                int owner = get(lock) - 1;
                if (!waits
                        || owner < 0
                        || lives(owner)
                        || is(Mutation.WAIT_WITHOUT_CHECK)
                        || !tryAliveFile(owner, me)) {
                    yield false;
                }
                setSweeper(me, SUSPECT, owner);
                yield go(me, Suspicion.LOOK);
            }
            case LOOK -> {
                Suspicion repair = lock == RETURN_LOCK ? Suspicion.RECOUNT : Suspicion.RELEASE;
                yield go(me, isOwner(lock, suspect) ? repair : Suspicion.UNLOCK_FILE);
            }
            case RECOUNT -> {
                recount();
                yield go(me, Suspicion.RELEASE);
            }
            case RELEASE -> {
                set(lock, NOBODY);
                yield go(me, Suspicion.UNLOCK_FILE);
            }
            case UNLOCK_FILE -> {
                releaseAliveFile(suspect);
                setSweeper(me, SUSPECT, 0);
                yield go(me, Suspicion.NONE);
            }
        };
    }

    // ---------------------------------------------------------------- the state

    private int sweeper(int slot, int field) {
        return get(SWEEPERS + slot * FIELDS + field);
    }

    private void setSweeper(int slot, int field, int value) {
        set(SWEEPERS + slot * FIELDS + field, value);
    }

    private Sweep sweepOf(int slot) {
        return Sweep.ALL[sweeper(slot, STEP)];
    }

    private Progress go(int slot, Sweep step) {
        set(SWEEPERS + slot * FIELDS + STEP, step);
        return Progress.GOES_ON;
    }

    private Suspicion suspicionOf(int slot) {
        return Suspicion.ALL[sweeper(slot, SUSPICION)];
    }

    private boolean go(int slot, Suspicion step) {
        return set(SWEEPERS + slot * FIELDS + SUSPICION, step);
    }

    @Override
    String describe(int actor) {
        int suspecting = actor - super.actors();
        return suspecting < 0
                ? super.describe(actor)
                : name(suspecting) + "'s janitor suspects: " + text(suspicionOf(suspecting));
    }

    @Override
    String describeSweep(int id) {
        return text(sweepOf(processOf(id)));
    }
}
