package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.EventCount;

/**
 * A barrier's layout in the control file.
 *
 * <pre>
 *  0               8       12      16              32      40      128            896
 *  +---------------+-------+-------+---------------+-------+-------+--------------+
 *  | state         |parties|action | event         | limit | pad   |party counters|
 *  +---------------+-------+-------+---------------+-------+-------+--------------+
 *  parties, action, limit: set at creation; action is 1 if there is one, which is stored in the object's file; limit: how long a wait
 *  lasts that does not say so itself, in nanoseconds, 0 without one
 *
 *  the state
 *  63               20 19      18 17       16 15         0
 *  +------------------+----------+-----------+------------+
 *  | generation       |          | phase     | arrived    |
 *  +------------------+----------+-----------+------------+
 *
 *  from              to                        by
 *  OPEN, n           OPEN, n + 1               a party that arrives
 *  OPEN, all but 1   OPEN, 0, next generation  the last party to arrive, if there is no action
 *  OPEN, all but 1   ACTING                    the last party to arrive, if there is an action
 *  ACTING            OPEN, 0, next generation  the same, after the action
 *  OPEN, ACTING      BROKEN                    a party that is interrupted, times out or aborts; the sweeper of one that
 *                                              waited or acted
 *  all but RESETTING RESETTING                 a party that resets
 *  RESETTING         OPEN, 0, next generation  the same, once all party counters say that it was broken; or instead
 *                                              whoever arrives or sweeps
 *
 *  the value of a party counter
 *  47     44 43                      0
 *  +--------+-------------------------+
 *  | broken | generation              |
 *  +--------+-------------------------+
 *  generation: the last one in which a thread of the process arrived; written before the thread is counted
 *  broken: that generation was broken and a later one has begun
 * </pre>
 *
 * <p>No party is woken by a reset before the next generation exists: a party that comes again at once belongs to that
 * one.
 *
 * <p>If a process dies in the current generation, its party counter tells the sweeper to break the barrier. A waiter
 * that runs late, when a later generation has begun, learns from its process's party counter how its own generation
 * ended.
 */
final class BarrierCounters {
    static final int MOST_PARTIES = 0xffff;

    static final int OPEN = 0;
    static final int ACTING = 1;
    static final int BROKEN = 2;
    static final int RESETTING = 3;

    private static final int STATE = 0;
    private static final int PARTIES = STATE + Long.BYTES;
    private static final int ACTION = PARTIES + Integer.BYTES;
    private static final int EVENT = ACTION + Integer.BYTES;
    private static final int LIMIT = EVENT + EventCount.LENGTH;
    private static final int WORDS = 128;

    static {
        assert LIMIT + Long.BYTES <= WORDS;
    }

    private static final long WAS_BROKEN = 1L << 44;

    private static final int PHASE_SHIFT = 16;
    private static final int GENERATION_SHIFT = 20;

    private final MappedRegion region;
    private final int base;

    BarrierCounters(MappedRegion region, int base) {
        this.region = region;
        this.base = base;
    }

    static void initialize(MappedRegion region, int base, int parties, boolean hasAction, long limitNanos) {
        region.setInt(base + PARTIES, parties);
        region.setLong(base + LIMIT, limitNanos);
        region.setInt(base + ACTION, hasAction ? 1 : 0);
    }

    int parties() {
        return region.getInt(base + PARTIES);
    }

    /** How long a wait lasts that does not say so itself; 0 without a limit. */
    long limitNanos() {
        return region.getLong(base + LIMIT);
    }

    boolean hasAction() {
        return region.getInt(base + ACTION) != 0;
    }

    int event() {
        return base + EVENT;
    }

    int words() {
        return base + WORDS;
    }

    long state() {
        return region.getLongVolatile(base + STATE);
    }

    boolean compareAndSet(long expected, long state) {
        return region.compareAndSetLong(base + STATE, expected, state);
    }

    static long generation(long state) {
        return state >>> GENERATION_SHIFT;
    }

    static int phase(long state) {
        return (int) (state >>> PHASE_SHIFT) & 3;
    }

    static int waiting(long state) {
        return (int) state & MOST_PARTIES;
    }

    static long withPhase(long state, int phase) {
        return generation(state) << GENERATION_SHIFT | (long) phase << PHASE_SHIFT | waiting(state);
    }

    static long next(long state) {
        return generation(state) + 1 << GENERATION_SHIFT;
    }

    /** The generation in a party counter. */
    static long generationOf(long partysWord) {
        return ProcessCounters.value(partysWord) & ~WAS_BROKEN;
    }

    static boolean wasBroken(long partysWord) {
        return (partysWord & WAS_BROKEN) != 0;
    }

    static long broken(long partysWord) {
        return partysWord | WAS_BROKEN;
    }
}
