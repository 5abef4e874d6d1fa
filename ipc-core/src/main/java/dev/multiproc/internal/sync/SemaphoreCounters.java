package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.RobustLock;

/**
 * A semaphore's words in the control file.
 *
 * <pre>
 *  0               8       12      16              48              80      128            896
 *  +---------------+-------+-------+---------------+---------------+-------+--------------+
 *  | word          | bound | bulk  | waiting room  | owners' lock  | pad   | owners' words|
 *  +---------------+-------+-------+---------------+---------------+-------+--------------+
 *  bound: set when made      bulk: 1 once somebody waited for several permits at once
 *
 *  the word
 *  63     59 58        48 47       40 39    33 32      31          0
 *  +--------+------------+-----------+--------+--------+------------+
 *  |        | reserved   | committed |        |promised| available  |
 *  |        | slot + 1   | index + 1 |        |        |            |
 *  +--------+------------+-----------+--------+--------+------------+
 *
 *  part       | written with   | meaning                                  | if the writer dies here
 *  available  | each change    | permits that can be taken                | it stays as it is
 *  promised   | a release      | what is free is for those who sleep      | void after a turn
 *  reserved   | its owner      | what is free is for a waiter of that slot| its sweeper clears it
 *  committed  | owned permits  | available has changed, the owner's word  | whoever takes over the owners' lock
 *             |                | does not say so yet                      | completes the word
 * </pre>
 */
final class SemaphoreCounters {
    private static final int WORD = 0;
    private static final int BOUND = WORD + Long.BYTES;
    private static final int BULK = BOUND + Integer.BYTES;
    private static final int ROOM = BULK + Integer.BYTES;
    private static final int OWNERS_LOCK = ROOM + WaitQueue.LENGTH;
    private static final int OWNERS = 128;

    static {
        assert OWNERS_LOCK + RobustLock.LENGTH <= OWNERS;
    }

    private static final long AVAILABLE = 0xffff_ffffL;
    private static final long PROMISED = 1L << 32;
    private static final int COMMITTED_SHIFT = 40;
    private static final long COMMITTED = 0xffL << COMMITTED_SHIFT;
    private static final int RESERVED_SHIFT = 48;
    private static final long RESERVED = 0x7ffL << RESERVED_SHIFT;

    private final MappedRegion region;
    private final int base;
    private final int bound;

    SemaphoreCounters(MappedRegion region, int base) {
        this.region = region;
        this.base = base;
        this.bound = region.getIntVolatile(base + BOUND);
    }

    static void initialize(MappedRegion region, int base, int permits, int bound) {
        region.setLong(base + WORD, permits);
        region.setInt(base + BOUND, bound);
    }

    int bound() {
        return bound;
    }

    int room() {
        return base + ROOM;
    }

    int ownersLock() {
        return base + OWNERS_LOCK;
    }

    int owners() {
        return base + OWNERS;
    }

    boolean isBulk() {
        return region.getIntVolatile(base + BULK) != 0;
    }

    void setBulk() {
        region.setIntVolatile(base + BULK, 1);
    }

    long word() {
        return region.getLongVolatile(base + WORD);
    }

    boolean compareAndSet(long expected, long word) {
        return region.compareAndSetLong(base + WORD, expected, word);
    }

    static int available(long word) {
        return (int) (word & AVAILABLE);
    }

    static long plus(long word, int permits) {
        return word + permits;
    }

    /** Without the permits, and without a promise: it was for who took them, or is void. */
    static long minus(long word, int permits) {
        return withoutPromise(word) - permits;
    }

    static long withoutPromise(long word) {
        return word & ~PROMISED;
    }

    static boolean isPromised(long word) {
        return (word & PROMISED) != 0;
    }

    static long promised(long word) {
        return word | PROMISED;
    }

    /** The index of an owner's word that has to be completed; -1 if there is none. */
    static int committed(long word) {
        return (int) ((word & COMMITTED) >>> COMMITTED_SHIFT) - 1;
    }

    static long withCommitted(long word, int index) {
        return word & ~COMMITTED | (long) (index + 1) << COMMITTED_SHIFT;
    }

    /** The slot that what is free is reserved for; -1 if it is free for all. */
    static int reserved(long word) {
        return (int) ((word & RESERVED) >>> RESERVED_SHIFT) - 1;
    }

    static long withReserved(long word, int slot) {
        return word & ~RESERVED | (long) (slot + 1) << RESERVED_SHIFT;
    }
}
