package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;

/**
 * The bit of an event that says: one waiter looks for what the event is about, so nobody else need be woken. That is a
 * waiter that was chosen and is on the way, or one that spins before it sleeps. It shares a word with the hint which
 * waiter was chosen last.
 *
 * <p>Whoever ends the search checks the condition afterwards, and wakes another waiter if more is left than it takes. So
 * a signaller that sees the bit can rely on that check. The bit may be clear at any time, at the cost of one wake-up that
 * was not needed; it must not stay set while nobody searches.
 */
final class Searcher {
    private static final int SEARCHES = 1 << 31;
    /** The searcher lets others take what there is, as long as they are quick. */
    private static final int STANDS_BY = 1 << 30;
    /** Others are quick if they take one in this time: more takers would not be quicker. */
    private static final long QUICK_NANOS = 2_000L;
    /** Nothing should have to wait for longer than this before it is taken. */
    private static final long LONGEST_QUEUE_NANOS = 5_000_000L;

    private static final long FIRST_PAUSE_NANOS = 20_000L;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000L;

    private final MappedRegion region;
    private final int offset;
    private final Supply supply;

    Searcher(MappedRegion region, int offset, Supply supply) {
        this.region = region;
        this.offset = offset;
        this.supply = supply;
    }

    /** Whether more is left than a thread whose condition holds is about to take. */
    boolean isMoreLeft() {
        return supply.isMoreLeft();
    }

    /**
     * Sleeps as {@link Parker#park} does. A thread that is woken while others take all there is within microseconds does not
     * join them, which would only slow them down: it stays the searcher, and looks now and then whether they still do.
     */
    void park(Waits waits, Waits.Wait wait, Parker.Word moves, long nanos) {
        int expected = wait.seen;
        long time = System.nanoTime();
        long taken = supply.taken();
        waits.parker().park(moves, expected, nanos);
        int moved = moves.value();
        boolean standsBy = moved != expected && !Threads.isVirtual();
        for (long pause = FIRST_PAUSE_NANOS; standsBy; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            long now = System.nanoTime();
            long takenNow = supply.taken();
            standsBy = areOthersQuick(takenNow - taken, now - time)
                    && !waits.isClosed()
                    && !Thread.currentThread().isInterrupted()
                    && Deadline.left(wait.deadlineNanos) > pause
                    && moves.value() == moved
                    && standBy();
            time = now;
            taken = takenNow;
            if (standsBy) {
                waits.parker().park(moves, moved, pause);
            }
        }
    }

    private boolean areOthersQuick(long taken, long nanos) {
        return taken > nanos / QUICK_NANOS && (double) supply.left() * nanos / taken < LONGEST_QUEUE_NANOS;
    }

    /** Marks the searcher as standing by; false if there is none any more. */
    private boolean standBy() {
        for (int last = word(); last < 0; last = word()) {
            if ((last & STANDS_BY) != 0 || region.compareAndSetInt(offset, last, last | STANDS_BY)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a searcher that leaves the taking to others. */
    boolean standsBy() {
        return (word() & STANDS_BY) != 0;
    }

    /** Chooses a waiter and makes it the searcher; 0 if there is a searcher already. */
    long choose(long waiting) {
        for (int last = word(); last >= 0; last = word()) {
            long chosen = next(waiting, last);
            if (region.compareAndSetInt(offset, last, Long.numberOfTrailingZeros(chosen) | SEARCHES)) {
                return chosen;
            }
        }
        return 0;
    }

    /** The first bit after the one that was chosen last, so that no process is passed over. */
    static long next(long waiting, int last) {
        return Long.rotateLeft(Long.lowestOneBit(Long.rotateRight(waiting, last + 1)), last + 1);
    }

    /** Makes the calling thread the searcher; false if there is one already. */
    boolean begin() {
        int last = word();
        return last >= 0 && region.compareAndSetInt(offset, last, last | SEARCHES);
    }

    /** Ends the search, whosever it is: the caller is about to check the condition. Returns whether there was one. */
    boolean end() {
        for (int last = word(); last < 0; last = word()) {
            if (region.compareAndSetInt(offset, last, last & ~(SEARCHES | STANDS_BY))) {
                return true;
            }
        }
        return false;
    }

    boolean exists() {
        return word() < 0;
    }

    private int word() {
        return region.getIntVolatile(offset);
    }
}
