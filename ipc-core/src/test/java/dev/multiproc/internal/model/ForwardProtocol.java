package dev.multiproc.internal.model;

/**
 * An item goes from one queue to another in one step: {@code Forwarder}, and {@code Intention}, which the sweeper of a dead
 * process settles. Each process takes items of one queue and forwards them to another, or to the same.
 *
 * <p>Taking, and what else happens to a queue, is modelled by {@link ClaimProtocol}: here it is one step. Each item is a number
 * that its records have in both queues. Nobody finishes an item for good, so each must be somewhere in the end.
 */
final class ForwardProtocol extends ForwardState {
    /** What the protocol does wrong on purpose. */
    enum Mutation {
        NONE,
        /** No intention is written. */
        NO_INTENTION,
        /** The source record is marked before the intention is complete. */
        MARK_FIRST,
        /** The intention can be seen before all its words are written. */
        INTENTION_FROM_THE_FRONT,
        /** The source record is done before the result is published. */
        FINISH_FIRST,
        /** The intention is cleared before the source record is done. */
        CLEAR_FIRST,
        /** The source record stays claimed, as any other that is held. */
        NOT_MARKED,
        /** The sweeper frees the lock, and leaves the intention as it is. */
        NOT_SETTLED,
        /** The sweeper believes the count of items, which may be ahead of the records. */
        TAIL_NOT_FOUND,
        /** The two queues are locked together. */
        BOTH_LOCKS
    }

    private enum Work {
        CLAIM,
        LOCK,
        LOCK_SOURCE,
        WRITE,
        INTEND_PLACE,
        INTEND_SOURCE,
        MARK,
        COUNT,
        PUBLISH,
        FINISH,
        CLEAR,
        UNLOCK,
        END;

        private static final Work[] ALL = values();
    }

    private enum Sweep {
        // for each queue, by RobustLock.recover
        LOOK,
        FIND_TAIL,
        SETTLE,
        CLEAR,
        RELEASE,
        // for each queue, by QueueSweep.settle
        GIVE_BACK;

        private static final Sweep[] ALL = values();
    }

    private static final int WORKERS = OWN_OF_WORKERS;
    // A worker: what it does, of which action of its program, and the place of what it holds, plus 1.
    private static final int STEP = 0;
    private static final int ACTION = 1;
    private static final int HELD = 2;
    private static final int SWEEP = 3;
    private static final int SWEPT_QUEUE = 4;
    private static final int WORKER_LENGTH = 5;
    private static final int LENGTH = WORKERS + PROCESSES * WORKER_LENGTH;

    private final String[] programs;
    private final Mutation mutation;

    /**
     * The correct protocol, or one with an error.
     *
     * @param programs what each process does: for each action two digits, the queue from which, and the queue to which
     */
    ForwardProtocol(int maxKills, String programs, Mutation mutation) {
        super(maxKills);
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

    // ---------------------------------------------------------------- forwarding

    @Override
    boolean work(int me) {
        int held = worker(me, HELD) - 1;
        Work step = workOf(me);
        if (step == Work.CLAIM) {
            return claim(me);
        }
        if (step == Work.END) {
            return false;
        }
        int target = target(me);
        int place = place(target, queue(target, TAIL));
        switch (step) {
            case LOCK -> {
                return take(target, me) && go(me, is(Mutation.BOTH_LOCKS) ? Work.LOCK_SOURCE : Work.WRITE);
            }
            case LOCK_SOURCE -> {
                return (source(me) == target || take(source(me), me)) && go(me, Work.WRITE);
            }
            case WRITE -> {
                setCell(place, ITEM, cell(held, ITEM));
                return go(me, is(Mutation.NO_INTENTION) || is(Mutation.MARK_FIRST) ? Work.MARK : firstOfIntention());
            }
            case INTEND_PLACE -> {
                setQueue(target, PLACE, queue(target, TAIL));
                return go(me, is(Mutation.INTENTION_FROM_THE_FRONT) ? Work.MARK : Work.INTEND_SOURCE);
            }
            case INTEND_SOURCE -> {
                setQueue(target, SOURCE, held + 1);
                return go(me, afterSource());
            }
            case MARK -> {
                if (!is(Mutation.NOT_MARKED)) {
                    setCell(held, STATE, FORWARDED);
                }
                return go(me, afterMark());
            }
            default -> {
                return publish(me, step, target, held);
            }
        }
    }

    private Work firstOfIntention() {
        return is(Mutation.INTENTION_FROM_THE_FRONT) ? Work.INTEND_SOURCE : Work.INTEND_PLACE;
    }

    private Work afterSource() {
        return switch (mutation) {
            case INTENTION_FROM_THE_FRONT -> Work.INTEND_PLACE;
            case MARK_FIRST -> Work.COUNT;
            default -> Work.MARK;
        };
    }

    private Work afterMark() {
        return switch (mutation) {
            case MARK_FIRST -> Work.INTEND_PLACE;
            case FINISH_FIRST -> Work.FINISH;
            default -> Work.COUNT;
        };
    }

    private boolean publish(int me, Work step, int target, int held) {
        switch (step) {
            case COUNT -> {
                setQueue(target, TAIL, queue(target, TAIL) + 1);
                return go(me, Work.PUBLISH);
            }
            case PUBLISH -> {
                setCell(place(target, queue(target, TAIL) - 1), STATE, READY);
                return go(me, is(Mutation.CLEAR_FIRST) || is(Mutation.FINISH_FIRST) ? Work.CLEAR : Work.FINISH);
            }
            case FINISH -> {
                finish(held);
                return go(
                        me,
                        is(Mutation.CLEAR_FIRST) ? Work.UNLOCK : is(Mutation.FINISH_FIRST) ? Work.COUNT : Work.CLEAR);
            }
            case CLEAR -> {
                setQueue(target, SOURCE, 0);
                return go(me, is(Mutation.CLEAR_FIRST) ? Work.FINISH : Work.UNLOCK);
            }
            case UNLOCK -> {
                setQueue(target, LOCK, NOBODY);
                if (is(Mutation.BOTH_LOCKS)) {
                    setQueue(source(me), LOCK, NOBODY);
                }
                setWorker(me, HELD, 0);
                return goOn(me);
            }
            default -> {
                return false;
            }
        }
    }

    private boolean claim(int me) {
        for (int number = 0; number < RECORDS; number++) {
            int place = place(source(me), number);
            if (isWaiting(place)) {
                setCell(place, STATE, CLAIMED);
                setCell(place, OWNER, me + 1);
                setWorker(me, HELD, place + 1);
                return go(me, Work.LOCK);
            }
        }
        return false;
    }

    private void finish(int place) {
        setCell(place, STATE, DONE);
        setCell(place, OWNER, NOBODY);
    }

    private boolean take(int queue, int me) {
        boolean isFree = queue(queue, LOCK) == NOBODY;
        if (isFree) {
            setQueue(queue, LOCK, me + 1);
        }
        return isFree;
    }

    // ---------------------------------------------------------------- the sweep

    @Override
    Progress sweepObjects(int id, int me, int dead) {
        int queue = worker(me, SWEPT_QUEUE);
        int source = queue(queue, SOURCE) - 1;
        return switch (sweepOf(me)) {
            case LOOK -> queue(queue, LOCK) == dead + 1 ? goSweep(me, Sweep.FIND_TAIL) : next(me, Sweep.GIVE_BACK);
            case FIND_TAIL -> {
                if (!is(Mutation.TAIL_NOT_FOUND)) {
                    setQueue(queue, TAIL, published(queue));
                }
                boolean isToSettle = source >= 0 && !is(Mutation.NOT_SETTLED);
                yield goSweep(me, isToSettle ? Sweep.SETTLE : Sweep.RELEASE);
            }
            case SETTLE -> {
                settle(queue, source);
                yield goSweep(me, Sweep.CLEAR);
            }
            case CLEAR -> {
                setQueue(queue, SOURCE, 0);
                yield goSweep(me, Sweep.RELEASE);
            }
            case RELEASE -> {
                setQueue(queue, LOCK, NOBODY);
                yield next(me, Sweep.GIVE_BACK);
            }
            case GIVE_BACK -> {
                giveBack(queue, dead);
                yield queue + 1 < QUEUES ? next(me, Sweep.GIVE_BACK) : endSweep(me);
            }
        };
    }

    /** To the same step of the next queue; from the last one to another step of the first. */
    private Progress next(int me, Sweep afterAll) {
        int next = worker(me, SWEPT_QUEUE) + 1;
        setWorker(me, SWEPT_QUEUE, next % QUEUES);
        return goSweep(me, next < QUEUES ? (sweepOf(me) == Sweep.GIVE_BACK ? afterAll : Sweep.LOOK) : afterAll);
    }

    private Progress endSweep(int me) {
        setWorker(me, SWEPT_QUEUE, 0);
        goSweep(me, Sweep.LOOK);
        return Progress.DONE;
    }

    private void settle(int queue, int source) {
        boolean isPublished = queue(queue, PLACE) < queue(queue, TAIL);
        int state = cell(source, STATE);
        if (isPublished && (state == FORWARDED || state == CLAIMED)) {
            finish(source);
        } else if (state == FORWARDED) {
            setCell(source, STATE, CLAIMED);
        }
    }

    /** What is being forwarded does not show the dead process's slot. */
    private void giveBack(int queue, int dead) {
        for (int number = 0; number < RECORDS; number++) {
            int place = place(queue, number);
            if (cell(place, STATE) == CLAIMED && cell(place, OWNER) == dead + 1) {
                setCell(place, STATE, RETURNED);
                setCell(place, OWNER, NOBODY);
            }
        }
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        for (int item = 1; item <= ITEMS; item++) {
            int takable = 0;
            int left = 0;
            for (int place = 0; place < QUEUES * RECORDS; place++) {
                if (cell(place, ITEM) == item && cell(place, STATE) != UNPUBLISHED) {
                    boolean isHeld = cell(place, STATE) == CLAIMED;
                    takable += isWaiting(place) || isHeld ? 1 : 0;
                    left += cell(place, STATE) == DONE ? 0 : 1;
                }
            }
            if (takable > 1) {
                return "an item can be taken in two places";
            }
            if (left == 0) {
                return "an item is done, and its result is nowhere";
            }
        }
        return super.violation();
    }

    @Override
    boolean isSettled() {
        boolean anyLives = false;
        boolean areDone = true;
        for (int slot = 0; slot < PROCESSES; slot++) {
            anyLives |= lives(slot);
            areDone &= !lives(slot)
                    || workOf(slot) == Work.END
                    || workOf(slot) == Work.CLAIM && !isAnyWaiting(source(slot));
        }
        return areDone && isSwept() && isAtRest() || !anyLives;
    }

    /** Whether each item waits somewhere, nothing is held, and no intention is left. */
    private boolean isAtRest() {
        int waiting = 0;
        boolean isFree = true;
        for (int place = 0; place < QUEUES * RECORDS; place++) {
            waiting += isWaiting(place) ? 1 : 0;
            isFree &= cell(place, STATE) != CLAIMED && cell(place, STATE) != FORWARDED;
        }
        for (int queue = 0; queue < QUEUES; queue++) {
            isFree &=
                    queue(queue, LOCK) == NOBODY && queue(queue, SOURCE) == 0 && queue(queue, TAIL) == published(queue);
        }
        return isFree && waiting == ITEMS;
    }

    // ---------------------------------------------------------------- the state

    private boolean is(Mutation other) {
        return mutation == other;
    }

    private int worker(int slot, int field) {
        return get(WORKERS + slot * WORKER_LENGTH + field);
    }

    private void setWorker(int slot, int field, int value) {
        set(WORKERS + slot * WORKER_LENGTH + field, value);
    }

    private int source(int slot) {
        return digit(slot, 2);
    }

    private int target(int slot) {
        return digit(slot, 1);
    }

    /** Of the action that is under way, whose number has been counted up. */
    private int digit(int slot, int fromEnd) {
        return programs[slot].charAt(2 * worker(slot, ACTION) - fromEnd) - '0';
    }

    private Work workOf(int slot) {
        return Work.ALL[worker(slot, STEP)];
    }

    private boolean go(int slot, Work step) {
        return set(WORKERS + slot * WORKER_LENGTH + STEP, step);
    }

    private Sweep sweepOf(int slot) {
        return Sweep.ALL[worker(slot, SWEEP)];
    }

    private Progress goSweep(int slot, Sweep step) {
        set(WORKERS + slot * WORKER_LENGTH + SWEEP, step);
        return Progress.GOES_ON;
    }

    private boolean goOn(int me) {
        int next = worker(me, ACTION);
        if (2 * next == programs[me].length()) {
            return go(me, Work.END);
        }
        setWorker(me, ACTION, next + 1);
        return go(me, Work.CLAIM);
    }

    @Override
    String describeWork(int slot) {
        return text(workOf(slot));
    }

    @Override
    String describeSweep(int id) {
        return text(sweepOf(processOf(id))) + " of queue " + worker(processOf(id), SWEPT_QUEUE);
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder(super.describe());
        for (int queue = 0; queue < QUEUES; queue++) {
            text.append("queue ").append(queue).append(':');
            for (int number = 0; number < RECORDS; number++) {
                int place = place(queue, number);
                text.append(' ').append(".rcRdF".charAt(cell(place, STATE))).append(cell(place, ITEM));
            }
            text.append(", lock ").append(queue(queue, LOCK)).append(", tail ").append(queue(queue, TAIL));
            text.append(", intention ")
                    .append(queue(queue, SOURCE))
                    .append(" at ")
                    .append(queue(queue, PLACE))
                    .append("; ");
        }
        return text.toString();
    }
}
