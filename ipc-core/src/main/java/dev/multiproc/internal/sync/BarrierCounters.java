package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.EventCount;

/**
 * A barrier's words in the control file.
 *
 * <pre>
 *  0               8       12      16              32      128            896
 *  +---------------+-------+-------+---------------+-------+--------------+
 *  | state         |parties|action | event         | pad   | parties'words|
 *  +---------------+-------+-------+---------------+-------+--------------+
 *  parties, action: set when made; action is 1 if there is one, in the object's file
 *
 *  the state
 *  63               20 19      18 17       16 15         0
 *  +------------------+----------+-----------+------------+
 *  | generation       |          | phase     | arrived    |
 *  +------------------+----------+-----------+------------+
 *
 *  from              to                        by
 *  OPEN, n           OPEN, n + 1               who arrives
 *  OPEN, all but 1   OPEN, 0, next generation  who arrives last, if there is no action
 *  OPEN, all but 1   ACTING                    who arrives last, if there is one
 *  ACTING            OPEN, 0, next generation  the same, after the action
 *  OPEN, ACTING      BROKEN                    who is interrupted, late, or aborts; the sweeper of one who waited or acted
 *  any, but RESETTING  RESETTING               who resets
 *  RESETTING         OPEN, 0, next generation  the same, once the parties' words say that it was broken; or in its place whoever
 *                                              arrives, or sweeps
 *
 *  the value of a party's word
 *  47     44 43                      0
 *  +--------+-------------------------+
 *  | broken | generation              |   that a thread of the process arrived at last, written before it is counted;
 *  +--------+-------------------------+   broken: it was, and there is another now
 * </pre>
 *
 * <p>Nobody is told of a reset before there is the next generation: who comes again at once belongs to that.
 *
 * <p>A process that dies in the current generation is missed. A waiter that runs late, when the generation is another, knows by
 * its process's word how its own ended.
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
    private static final int WORDS = 128;

    static {
        assert EVENT + EventCount.LENGTH <= WORDS;
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

    static void initialize(MappedRegion region, int base, int parties, boolean hasAction) {
        region.setInt(base + PARTIES, parties);
        region.setInt(base + ACTION, hasAction ? 1 : 0);
    }

    int parties() {
        return region.getInt(base + PARTIES);
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

    /** The generation in a party's word. */
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
