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

    private final MappedRegion region;
    private final int offset;

    Searcher(MappedRegion region, int offset) {
        this.region = region;
        this.offset = offset;
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
            if (region.compareAndSetInt(offset, last, last & ~SEARCHES)) {
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
