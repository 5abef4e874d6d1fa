package dev.multiproc.internal.model;

/**
 * The words of a queue with a lease, time, and processes that are stopped for good, as {@link LeaseProtocol} has them.
 *
 * <p>Of each record only this is known of its due time: whether it has none, or one to come, or one that has come. The clock
 * makes one of them come at a time. Of the queue's next due time it is known which records it is not later than, and whether
 * it has come. So a due time that the next one does not cover comes without anybody's knowing it.
 */
abstract class LeaseState extends QueueSweepProtocol {
    /** The most items that there are. */
    static final int MAX_ITEMS = 2;

    private static final int FIRST_ITEM = 2;

    // A record's due time.
    static final int NONE = 0;
    static final int TO_COME = 1;
    static final int HAS_COME = 2;

    private static final int TIMES = OWN_OF_WORKERS;
    /** The next due time: a bit for each record that it is not later than. */
    static final int DUE = TIMES + MAX_ITEMS;

    static final int ANY_LEASE = 1 << MAX_ITEMS;
    static final int DUE_HAS_COME = DUE + 1;
    private static final int STOPS = DUE_HAS_COME + 1;

    static final int STEP = 0;
    static final int CURSOR = 1;
    /** The cell of the claimed record, plus 1. */
    static final int HELD = 2;

    static final int MY_DELIVERIES = 3;
    /** A bit for each record that is to be moved, since its last lease has ended. */
    static final int ENDED = 4;

    static final int SCAN = 5;
    static final int NEXT_DUE = 6;
    static final int RETURNED_SEEN = 7;
    static final int IS_DELAYED = 8;
    private static final int IS_STOPPED = 9;
    private static final int FIELDS = 10;
    private static final int WORKERS = STOPS + 1;
    private static final int LENGTH = WORKERS + PROCESSES * FIELDS;

    final boolean hasLease;
    final int items;
    private final int maxStops;

    /**
     * The queue, and how often things may happen.
     *
     * @param items how many are put
     * @param failures how often there is no room for a dead letter
     */
    record Setting(boolean hasLease, int items, int deliveries, int kills, int stops, int failures) {}

    LeaseState(Setting setting) {
        super(setting.kills(), setting.failures(), setting.deliveries(), Mutation.NONE);
        this.hasLease = setting.hasLease();
        this.items = setting.items();
        this.maxStops = setting.stops();
    }

    @Override
    int length() {
        return LENGTH;
    }

    @Override
    void start() {
        super.start();
        put();
    }

    private boolean put() {
        int cell = get(TAIL);
        if (cell == items) {
            return false;
        }
        writePayload(cell, FIRST_ITEM + cell);
        setState(cell, READY);
        setBit(PUT, FIRST_ITEM + cell);
        findTail();
        return true;
    }

    @Override
    void forget(int me) {
        super.forget(me);
        for (int field = 0; field < FIELDS; field++) {
            setWorker(me, field, 0);
        }
    }

    // ---------------------------------------------------------------- time, and who is stopped

    @Override
    int actors() {
        return super.actors() + 2 + PROCESSES;
    }

    @Override
    boolean step(int actor) {
        int at = actor - super.actors();
        return switch (at) {
            case 0 -> clock();
            case 1 -> put();
            default -> at < 0 ? super.step(actor) : stop(at - 2);
        };
    }

    private boolean clock() {
        int what = choose(items + 1);
        if (what == items) {
            return (get(DUE) & ANY_LEASE) != 0 && get(DUE_HAS_COME) == 0 && comes();
        }
        if (time(what) != TO_COME) {
            return false;
        }
        setTime(what, HAS_COME);
        return (get(DUE) >> what & 1) == 0 || comes();
    }

    private boolean comes() {
        set(DUE_HAS_COME, 1);
        return true;
    }

    /** Stops a process for good. One that holds a lock of the library would stop all: that is a known limit. */
    private boolean stop(int me) {
        boolean holdsLock = isOwner(RETURN_LOCK, me) || isOwner(DEAD_LETTERS_LOCK, me) || isSweeping(me);
        if (get(STOPS) == maxStops || !lives(me) || !runs(me) || holdsLock || isMoving(me)) {
            return false;
        }
        byChance();
        set(STOPS, get(STOPS) + 1);
        setWorker(me, IS_STOPPED, 1);
        return true;
    }

    /** Whether a process moves an item to the dead letters, where it stays with a stopped process too. */
    private boolean isMoving(int me) {
        boolean isMoving = false;
        for (int cell = 0; cell < items; cell++) {
            isMoving |= state(cell) == MOVING && owner(cell) == me;
        }
        return isMoving;
    }

    @Override
    boolean runs(int slot) {
        return worker(slot, IS_STOPPED) == 0;
    }

    /** Makes the next due time not later than those of some records. */
    final void announce(int records) {
        set(DUE, get(DUE) | records);
        for (int cell = 0; cell < items; cell++) {
            if ((records >> cell & 1) != 0 && time(cell) == HAS_COME) {
                comes();
            }
        }
    }

    final void clearDue() {
        set(DUE, 0);
        set(DUE_HAS_COME, 0);
    }

    @Override
    void recount() {
        int returned = 0;
        int next = 0;
        boolean hasCome = false;
        for (int cell = 0; cell < items; cell++) {
            boolean isDelayed = state(cell) == RETURNED && time(cell) == TO_COME;
            boolean isTimed = state(cell) == CLAIMED && hasLease || isDelayed;
            next |= isTimed ? 1 << cell : state(cell) == READY && hasLease ? ANY_LEASE : 0;
            returned += state(cell) == RETURNED && !isDelayed ? 1 : 0;
            hasCome |= isTimed && time(cell) == HAS_COME;
        }
        set(RETURNED_COUNT, returned);
        set(DUE, next);
        set(DUE_HAS_COME, hasCome ? 1 : 0);
    }

    // ---------------------------------------------------------------- the state

    final int time(int cell) {
        return get(TIMES + cell);
    }

    final void setTime(int cell, int time) {
        set(TIMES + cell, time);
    }

    final int worker(int slot, int field) {
        return get(place(slot, field));
    }

    static int place(int slot, int field) {
        return WORKERS + slot * FIELDS + field;
    }

    final void setWorker(int slot, int field, int value) {
        set(place(slot, field), value);
    }

    @Override
    String describe(int actor) {
        int at = actor - super.actors();
        return at < 0
                ? super.describe(actor)
                : at == 0 ? "a time comes" : at == 1 ? "put" : name(at - 2) + " is stopped";
    }

    @Override
    String describe() {
        return super.describe() + ", times " + time(0) + time(1) + ", due " + get(DUE) + " " + get(DUE_HAS_COME);
    }
}
