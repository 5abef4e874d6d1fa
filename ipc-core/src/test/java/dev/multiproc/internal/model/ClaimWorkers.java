package dev.multiproc.internal.model;

/**
 * The processes of {@link ClaimProtocol}, what each of them does and knows.
 *
 * <p>Others do not see at once that an item is finished, since that is not a full fence: until they do, the store is on its way.
 * It arrives at any time, and before the time is over after which whoever waits looks again. Here that matters only where a queue
 * is shut down: see {@code Ending}.
 */
abstract class ClaimWorkers extends QueueSweepProtocol {
    enum Work {
        END,
        // Appender.put
        PUT_LOCK,
        WRITE,
        ZERO_NEXT,
        // the second of two that are put together
        WRITE_SECOND,
        ZERO_BEHIND_SECOND,
        PUBLISH_SECOND,
        COUNT,
        PUBLISH,
        SET_TAIL,
        PUT_UNLOCK,
        // Claimer.claim: first among the returned items
        CLAIM,
        RETURNS_LOCK,
        RETURNS_CLAIM,
        RETURNS_COUNT,
        RETURNS_UNLOCK,
        // then at the cursor
        WALK,
        CLAIM_CAS,
        TELL_TAKEN,
        RAISE_HEAD,
        // Claimer.takeAndFinish
        TAKE_CAS,
        LOOK_BEHIND,
        RAISE_HEAD_TO_THERE,
        FOUND_NONE,
        // Ending: what a drainer reads before it searches, and its search
        VIEW,
        LOOK_WAITING,
        LOOK_IN_FLIGHT,
        AWAIT,
        HOLD,
        // LogQueue.giveBack
        GIVE_BACK_LOCK,
        GIVE_BACK_MARK,
        GIVE_BACK_COUNT,
        GIVE_BACK_UNLOCK,
        // DeadLetterMover.moveToDeadLetters
        MOVE_MARK,
        MOVE_LOOK,
        MOVE_LOCK,
        MOVE_PUT,
        MOVE_UNLOCK,
        FINISH,
        // Ending.isNear, Finisher.check
        LOOK_WHETHER_LAST,
        LOOK_WHETHER_EMPTY,
        RAISE_LOW,
        // LogQueue.shutdown
        SHUTDOWN_LOCK,
        SHUTDOWN,
        SHUTDOWN_UNLOCK;

        private static final Work[] ALL = values();
    }

    static final int STEP = 0;
    // A worker: its cursor, as a cell and a record's number; the cell of the claimed record, plus 1.
    static final int CURSOR = 1;
    static final int SEQUENCE = 2;
    static final int HELD = 3;
    static final int NEXT_ACTION = 4;
    /** Whether a drainer had seen that the queue was shut down before it searched. */
    static final int SEEN = 5;

    /** The cell, plus 1, of the finished record whose store is on its way. */
    static final int ON_ITS_WAY = 6;
    /**
     * Of a drainer that has seen that the queue was shut down: a bit for each process whose store was on its way then, and one
     * more until it has looked again.
     */
    static final int RECHECK = 7;

    static final int HAS_RECHECKED = 1 << PROCESSES;
    static final int MUST_RECHECK = 2 << PROCESSES;

    static final int FIELDS = 8;
    static final int LENGTH = OWN_OF_WORKERS + PROCESSES * FIELDS;

    final boolean isEverShutDown;

    ClaimWorkers(int maxKills, int maxFailures, int maxDeliveries, Mutation mutation, boolean isEverShutDown) {
        super(maxKills, maxFailures, maxDeliveries, mutation);
        this.isEverShutDown = isEverShutDown;
    }

    @Override
    int length() {
        return LENGTH;
    }

    @Override
    void forget(int me) {
        super.forget(me);
        arrive(me);
        for (int field = 0; field < FIELDS; field++) {
            setWorker(me, field, 0);
        }
    }

    @Override
    int actors() {
        return super.actors() + (isEverShutDown ? PROCESSES : 0);
    }

    @Override
    boolean step(int actor) {
        int storing = actor - super.actors();
        return storing < 0 ? super.step(actor) : worker(storing, ON_ITS_WAY) != 0 && arrive(storing);
    }

    /** A finished record's store becomes visible: by itself, at a fence, or when its process dies. */
    final boolean arrive(int me) {
        int cell = worker(me, ON_ITS_WAY) - 1;
        if (cell >= 0) {
            disown(cell, DONE);
            setWorker(me, ON_ITS_WAY, 0);
            for (int slot = 0; slot < PROCESSES; slot++) {
                setWorker(slot, RECHECK, worker(slot, RECHECK) & ~(1 << me));
            }
        }
        return true;
    }

    final int storesOnTheirWay() {
        int stores = 0;
        for (int slot = 0; slot < PROCESSES; slot++) {
            stores |= worker(slot, ON_ITS_WAY) == 0 ? 0 : 1 << slot;
        }
        return stores;
    }

    final int worker(int slot, int field) {
        return get(OWN_OF_WORKERS + slot * FIELDS + field);
    }

    final void setWorker(int slot, int field, int value) {
        set(OWN_OF_WORKERS + slot * FIELDS + field, value);
    }

    final Work workOf(int slot) {
        return Work.ALL[worker(slot, STEP)];
    }

    final boolean go(int slot, Work step) {
        return set(OWN_OF_WORKERS + slot * FIELDS + STEP, step);
    }

    @Override
    String describe(int actor) {
        int storing = actor - super.actors();
        return storing < 0 ? super.describe(actor) : name(storing) + "'s store arrives";
    }

    @Override
    String describeWork(int slot) {
        return text(workOf(slot));
    }
}
