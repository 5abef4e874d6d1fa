package dev.multiproc.internal.model;

/**
 * A queue's words and its log, as {@link ClaimProtocol} changes them.
 *
 * <p>The log is a row of cells. An item takes one cell; the first process's items take two. The payload in the second of these is
 * garbage for a process that mistakes it for a record's word.
 */
abstract class QueueState extends SweepProtocol {
    // The states of a record.
    static final int UNPUBLISHED = 0;
    static final int READY = 1;
    static final int CLAIMED = 2;
    static final int RETURNED = 3;
    static final int DONE = 4;
    static final int MOVING = 5;
    static final int GARBAGE = 6;

    static final int NOBODY = 0;

    /** The locks, each as the owner's slot plus 1. */
    static final int APPEND_LOCK = OWN;

    static final int RETURN_LOCK = APPEND_LOCK + 1;
    static final int DEAD_LETTERS_LOCK = RETURN_LOCK + 1;
    static final int TAIL = DEAD_LETTERS_LOCK + 1;
    static final int TAIL_CELL = TAIL + 1;
    static final int HEAD = TAIL_CELL + 1;
    static final int RETURNED_COUNT = HEAD + 1;
    static final int PUBLISHED_COUNT = RETURNED_COUNT + 1;
    static final int LOW = PUBLISHED_COUNT + 1;
    static final int SHUTDOWN = LOW + 1;
    /** A bit for each item that is among the dead letters. */
    static final int DEAD_LETTERS = SHUTDOWN + 1;
    /** A bit for each item whose put has returned. */
    static final int PUT = DEAD_LETTERS + 1;
    /** A bit for each item that was finished. */
    static final int FINISHED = PUT + 1;
    /** The number of an error that a step has found; 0 if there is none. */
    static final int WRONG = FINISHED + 1;
    /** The cell, plus 1, of a record that was taken, as were all before it; 0 if that is not known. */
    static final int TAKEN = WRONG + 1;

    private static final int CELLS = TAKEN + 1;
    static final int CELL_COUNT = PROCESSES + 2;
    private static final int STATE = 0;
    private static final int OWNER = 1;
    private static final int DELIVERIES = 2;
    private static final int ITEM = 3;
    private static final int CELL_LENGTH = 4;
    /** Where the processes' own part begins. */
    static final int OWN_OF_PROCESSES = CELLS + CELL_COUNT * CELL_LENGTH;

    private static final String[] WRONGS = {
        null,
        "garbage is taken for a record",
        "an item is finished twice",
        "an item is among the dead letters twice",
        "an item past its limit is finished and not among the dead letters",
        "an item is written over one that was put",
        "who waits does not sleep, though there is nothing to take",
        "a lease is ended before its time",
        "a lease is extended that had ended"
    };
    static final int TOOK_GARBAGE = 1;
    static final int FINISHED_TWICE = 2;
    static final int MOVED_TWICE = 3;
    static final int NOT_MOVED = 4;
    static final int WRITTEN_OVER = 5;
    static final int DOES_NOT_SLEEP = 6;
    static final int ENDED_EARLY = 7;
    static final int EXTENDED_LATE = 8;

    QueueState(int maxKills) {
        super(maxKills, false, SweepMutation.NONE);
    }

    // ---------------------------------------------------------------- words

    final boolean take(int lock, int me) {
        boolean isFree = get(lock) == NOBODY;
        if (isFree) {
            set(lock, me + 1);
        }
        return isFree;
    }

    final boolean isOwner(int lock, int slot) {
        return get(lock) == slot + 1;
    }

    final void raiseHead(int sequence) {
        set(HEAD, Math.max(get(HEAD), sequence));
    }

    /** The number of the record in a cell. */
    final int sequenceOf(int wanted) {
        int[] found = new int[1];
        walk((cell, sequence) -> found[0] = cell == wanted ? sequence : found[0]);
        return found[0];
    }

    /** QueueCounters.waiting. */
    final int waiting() {
        return fresh() + get(RETURNED_COUNT);
    }

    private int fresh() {
        return Math.max(0, get(PUBLISHED_COUNT) - get(HEAD));
    }

    /** QueueCounters.mayClaim. */
    final boolean mayClaim() {
        return fresh() > 0 || get(RETURNED_COUNT) > 0 && get(RETURN_LOCK) == NOBODY;
    }

    final boolean isAllDone() {
        return get(LOW) >= get(TAIL);
    }

    /** Finisher.advance. */
    final void raiseLow() {
        boolean[] isBehind = new boolean[1];
        int[] done = new int[1];
        walk((cell, sequence) -> {
            isBehind[0] |= state(cell) != DONE;
            done[0] += isBehind[0] ? 0 : 1;
        });
        set(LOW, Math.max(get(LOW), done[0]));
    }

    /**
     * Whether any record is held, waits, or has yet to be published: Ending.isNothingInFlightElsewhere.
     *
     * @param finished the cell of a record that the caller has finished though others cannot see it yet; -1 if there is none
     */
    final boolean mayAnyCome(int finished) {
        boolean[] mayCome = new boolean[1];
        int published = walk((cell, sequence) -> mayCome[0] |= state(cell) != DONE && cell != finished);
        return mayCome[0] || published < get(TAIL);
    }

    final boolean hasBit(int at, int bit) {
        return (get(at) >> bit & 1) != 0;
    }

    final void setBit(int at, int bit) {
        set(at, get(at) | 1 << bit);
    }

    // ---------------------------------------------------------------- records

    static int cellsOf(int item) {
        return item == 1 ? 2 : 1;
    }

    final int state(int cell) {
        return cell < CELL_COUNT ? cell(cell, STATE) : UNPUBLISHED;
    }

    final int owner(int cell) {
        return cell(cell, OWNER) - 1;
    }

    final int deliveries(int cell) {
        return cell(cell, DELIVERIES);
    }

    final int item(int cell) {
        return cell(cell, ITEM);
    }

    final int next(int cell) {
        return cell + cellsOf(item(cell));
    }

    private int cell(int cell, int field) {
        return get(CELLS + cell * CELL_LENGTH + field);
    }

    private void setCell(int cell, int field, int value) {
        if (cell < CELL_COUNT) {
            set(CELLS + cell * CELL_LENGTH + field, value);
        }
    }

    final boolean isGarbage(int cell) {
        return state(cell) == GARBAGE || state(cell) != UNPUBLISHED && item(cell) == 0;
    }

    final void setState(int cell, int state) {
        setCell(cell, STATE, state);
    }

    final void setOwner(int cell, int owner) {
        setCell(cell, OWNER, owner + 1);
    }

    /** Clears the owner of a record that has none, or whose owner does not matter, so that there are fewer states. */
    final void disown(int cell, int state) {
        setCell(cell, STATE, state);
        setCell(cell, OWNER, NOBODY);
    }

    final void setClaimed(int cell, int owner) {
        setCell(cell, STATE, CLAIMED);
        setCell(cell, OWNER, owner + 1);
        setCell(cell, DELIVERIES, Math.min(deliveries(cell) + 1, 3));
    }

    final void writePayload(int cell, int item) {
        if (state(cell) != UNPUBLISHED && state(cell) != GARBAGE && hasBit(PUT, item(cell))) {
            set(WRONG, WRITTEN_OVER);
        }
        setCell(cell, ITEM, item);
        if (cellsOf(item) > 1) {
            setCell(cell + 1, STATE, GARBAGE);
        }
    }

    /** Puts an item among the dead letters. */
    final void putDeadLetter(int item) {
        if (hasBit(DEAD_LETTERS, item)) {
            set(WRONG, MOVED_TWICE);
        }
        setBit(DEAD_LETTERS, item);
    }

    /** Finisher.finish. */
    final void finish(int cell) {
        noteFinished(cell);
        disown(cell, DONE);
    }

    /** The same, without the store that others see. */
    final void noteFinished(int cell) {
        if (hasBit(FINISHED, item(cell))) {
            set(WRONG, FINISHED_TWICE);
        }
        if (state(cell) == MOVING && !hasBit(DEAD_LETTERS, item(cell))) {
            set(WRONG, NOT_MOVED);
        }
        setBit(FINISHED, item(cell));
    }

    /** Visits the published records, as Walk.handedOut and similar methods do. */
    final int walk(RecordVisitor visitor) {
        int sequence = 0;
        int cell = 0;
        while (state(cell) != UNPUBLISHED && !isGarbage(cell)) {
            visitor.at(cell, sequence);
            cell = next(cell);
            sequence++;
        }
        return sequence;
    }

    interface RecordVisitor {
        void at(int cell, int sequence);
    }

    final int count(int state) {
        int[] count = new int[1];
        walk((cell, sequence) -> count[0] += state(cell) == state ? 1 : 0);
        return count[0];
    }

    /** The cell of the first record in a state; -1 if there is none. */
    final int first(int state) {
        int[] first = {-1};
        walk((cell, sequence) -> first[0] = first[0] < 0 && state(cell) == state ? cell : first[0]);
        return first[0];
    }

    /** Appender.findTail. */
    final void findTail() {
        int[] tail = new int[1];
        set(TAIL, walk((cell, sequence) -> tail[0] = next(cell)));
        set(TAIL_CELL, tail[0]);
        set(PUBLISHED_COUNT, get(TAIL));
    }

    // ---------------------------------------------------------------- what must hold

    @Override
    String violation() {
        if (get(WRONG) != 0) {
            return WRONGS[get(WRONG)];
        }
        int[] found = new int[1];
        int published = walk((cell, sequence) -> found[0] |= 1 << item(cell));
        if (published > get(TAIL)) {
            return "a record can be taken that is not counted: a join would not wait for it";
        }
        return (get(PUT) & ~found[0]) != 0 ? "an item is lost whose put had returned" : super.violation();
    }

    /**
     * Whether the counts agree with the records, and no process holds a record. As long as a record waits, the head may be behind
     * it.
     */
    final boolean isAtRest() {
        int[] counts = new int[GARBAGE];
        int[] firstReady = {-1};
        int tail = walk((cell, sequence) -> {
            counts[state(cell)]++;
            firstReady[0] = firstReady[0] < 0 && state(cell) == READY ? sequence : firstReady[0];
        });
        return get(APPEND_LOCK) + get(RETURN_LOCK) + get(DEAD_LETTERS_LOCK) == NOBODY
                && get(TAIL) == tail
                && get(PUBLISHED_COUNT) == tail
                && (firstReady[0] < 0 ? get(HEAD) == tail : get(HEAD) <= firstReady[0])
                && get(RETURNED_COUNT) == counts[RETURNED]
                && counts[CLAIMED] + counts[MOVING] == 0;
    }

    @Override
    String describe() {
        StringBuilder text = new StringBuilder(super.describe()).append("records");
        for (int cell = 0; cell < CELL_COUNT; cell++) {
            text.append(' ').append(".RCrdB?".charAt(state(cell)));
            if (state(cell) != UNPUBLISHED) {
                text.append(item(cell));
            }
            if (cell(cell, OWNER) != NOBODY) {
                text.append(name(owner(cell)));
            }
        }
        return text + ", tail " + get(TAIL) + ", head " + get(HEAD) + ", returned " + get(RETURNED_COUNT) + ", locks "
                + get(APPEND_LOCK) + get(RETURN_LOCK) + get(DEAD_LETTERS_LOCK);
    }
}
