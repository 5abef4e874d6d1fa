package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.RobustLock;

/**
 * A semaphore's layout in the control file.
 *
 * <pre>
 *  0               8       12      16              48              80      128            896
 *  +---------------+-------+-------+---------------+---------------+-------+--------------+
 *  | word          | bound | bulk  | wait queue    | owners' lock  | pad   |owner counters|
 *  +---------------+-------+-------+---------------+---------------+-------+--------------+
 *  bound: set at creation      bulk: 1 once any thread waited for several permits at once
 *
 *  the word
 *  63     59 58        48 47       40 39    33 32      31          0
 *  +--------+------------+-----------+--------+--------+------------+
 *  |        | reserved   | committed |        |promised| available  |
 *  |        | slot + 1   | index + 1 |        |        |            |
 *  +--------+------------+-----------+--------+--------+------------+
 *
 *  part       | written with   | meaning                                  | if the writer dies here
 *  available  | each change    | permits that can be taken                | unchanged
 *  promised   | a release      | free permits are for sleeping threads    | expires after a turn
 *  reserved   | its owner      | free permits are for a waiter of the slot| its sweeper clears it
 *  committed  | owned permits  | available has changed, and the owner's   | whoever takes over the owners' lock
 *             |                | counter is not completed yet             | completes the counter
 * </pre>
 */
final class SemaphoreCounters {
    private static final int WORD = 0;
    private static final int BOUND = WORD + Long.BYTES;
    private static final int BULK = BOUND + Integer.BYTES;
    private static final int WAIT_QUEUE = BULK + Integer.BYTES;
    private static final int OWNERS_LOCK = WAIT_QUEUE + WaitQueue.LENGTH;
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

    int waitQueue() {
        return base + WAIT_QUEUE;
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

    /** The word with fewer permits and without a promise: the promise was for whoever took them, or has expired. */
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

    /** The index of the owner counter that has to be completed; -1 if there is none. */
    static int committed(long word) {
        return (int) ((word & COMMITTED) >>> COMMITTED_SHIFT) - 1;
    }

    static long withCommitted(long word, int index) {
        return word & ~COMMITTED | (long) (index + 1) << COMMITTED_SHIFT;
    }

    /** The slot for which free permits are reserved; -1 if they are free for all. */
    static int reserved(long word) {
        return (int) ((word & RESERVED) >>> RESERVED_SHIFT) - 1;
    }

    static long withReserved(long word, int slot) {
        return word & ~RESERVED | (long) (slot + 1) << RESERVED_SHIFT;
    }
}
