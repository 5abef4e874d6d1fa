package dev.multiproc.internal.model;

/** Two queues, as {@link ForwardProtocol} changes them: their records, and what the holder of the append lock intends. */
abstract class ForwardState extends SweepProtocol {
    static final int QUEUES = 2;
    static final int ITEMS = 2;
    static final int RECORDS = 4;
    static final int NOBODY = 0;

    // The states of a record.
    static final int UNPUBLISHED = 0;
    static final int READY = 1;
    static final int CLAIMED = 2;
    static final int RETURNED = 3;
    static final int DONE = 4;
    /** MOVING, with the mark that it is on its way to a queue. */
    static final int FORWARDED = 5;

    // A queue: its lock, its intention, its count, and its records.
    static final int LOCK = 0;
    /** The place of the source record, plus 1: its queue and number. */
    static final int SOURCE = 1;

    static final int PLACE = 2;
    static final int TAIL = 3;
    static final int CELLS = 4;
    static final int STATE = 0;
    static final int OWNER = 1;
    static final int ITEM = 2;
    static final int CELL_LENGTH = 3;
    static final int QUEUE_LENGTH = CELLS + RECORDS * CELL_LENGTH;

    static final int QUEUES_AT = OWN;
    /** Where the workers' part of the state begins. */
    static final int OWN_OF_WORKERS = QUEUES_AT + QUEUES * QUEUE_LENGTH;

    ForwardState(int maxKills) {
        super(maxKills, false, SweepMutation.NONE);
    }

    @Override
    void start() {
        super.start();
        for (int item = 1; item <= ITEMS; item++) {
            setCell(place(item - 1, 0), STATE, READY);
            setCell(place(item - 1, 0), ITEM, item);
            setQueue(item - 1, TAIL, 1);
        }
    }

    final boolean isWaiting(int place) {
        return cell(place, STATE) == READY || cell(place, STATE) == RETURNED;
    }

    static int place(int queue, int number) {
        return queue * RECORDS + Math.min(number, RECORDS - 1);
    }

    final int queue(int queue, int field) {
        return get(QUEUES_AT + queue * QUEUE_LENGTH + field);
    }

    final void setQueue(int queue, int field, int value) {
        set(QUEUES_AT + queue * QUEUE_LENGTH + field, value);
    }

    static int at(int place, int field) {
        return QUEUES_AT + place / RECORDS * QUEUE_LENGTH + CELLS + place % RECORDS * CELL_LENGTH + field;
    }

    final int cell(int place, int field) {
        return get(at(place, field));
    }

    final void setCell(int place, int field, int value) {
        set(at(place, field), value);
    }

    final boolean isAnyWaiting(int queue) {
        boolean isAny = false;
        for (int number = 0; number < RECORDS; number++) {
            isAny |= isWaiting(place(queue, number));
        }
        return isAny;
    }

    final int published(int queue) {
        int count = 0;
        while (count < RECORDS && cell(place(queue, count), STATE) != UNPUBLISHED) {
            count++;
        }
        return count;
    }
}
