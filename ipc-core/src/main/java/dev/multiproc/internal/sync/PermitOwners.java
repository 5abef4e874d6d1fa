package dev.multiproc.internal.sync;

import dev.multiproc.internal.park.RobustLock;

/**
 * Which processes own permits of a semaphore. The values of the process counters are:
 *
 * <pre>
 *  47         24 23         0
 *  +------------+------------+
 *  | intended   | owned      |   equal, except during a change
 *  +------------+------------+
 * </pre>
 *
 * <p>A change takes three steps under the owners' lock. First the process counter records the intended number. Then one
 * compare-and-set of the semaphore's word takes or gives back the permits and names the counter to be completed. Last,
 * the counter is completed and the name is cleared. So at each instant a change either has happened or has not, and
 * whoever takes over the lock of a dead process can tell which. Permits that are not owned need no lock.
 */
final class PermitOwners {
    static final int MOST = (1 << 24) - 1;
    private static final int INTENDED_SHIFT = 24;
    private static final int NOBODY = -1;

    private final SemaphoreCounters counters;
    private final ProcessCounters owners;
    private final RobustLock lock;
    /** The index of this process's counter, or {@link #NOBODY}. Guarded by the lock. */
    private int mine = NOBODY;

    PermitOwners(SemaphoreCounters counters, ProcessCounters owners, RobustLock lock) {
        this.counters = counters;
        this.owners = owners;
        this.lock = lock;
    }

    /** A change of the semaphore's word. */
    interface Change {
        long NONE = -1;

        /** The new word; {@link #NONE} if the change is not possible now. */
        long apply(long word);
    }

    /** Atomically changes the semaphore's word and the number of permits this process owns. Returns whether it did. */
    boolean change(int difference, Change change) {
        lock.lock();
        try {
            int owned = mine == NOBODY ? 0 : owned(owners.get(mine));
            if (difference > MOST - owned) {
                throw new IllegalStateException(
                        "a process can own " + MOST + " permits of a semaphore at most, owned=" + owned);
            }
            if (mine == NOBODY) {
                mine = owners.take(0);
            }
            boolean isChanged = change(mine, owned + difference, change);
            if (owners.get(mine) == 0) {
                mine = NOBODY;
            }
            return isChanged;
        } finally {
            lock.unlock();
        }
    }

    /** Called under the lock. */
    private boolean change(int index, int intended, Change change) {
        long before = owners.get(index);
        owners.set(index, ProcessCounters.withValue(before, (long) intended << INTENDED_SHIFT | owned(before)));
        SyncKillPoint.SYNC_OWNED_INTENDED.here();
        while (true) {
            long word = counters.word();
            long next = change.apply(word);
            if (next == Change.NONE) {
                owners.set(index, owned(before) == 0 ? 0 : before);
                return false;
            }
            if (counters.compareAndSet(word, SemaphoreCounters.withCommitted(next, index))) {
                SyncKillPoint.SYNC_OWNED_COMMITTED.here();
                complete();
                return true;
            }
        }
    }

    /** Completes the committed change, if there is one. Called under the lock. */
    private void complete() {
        int index = SemaphoreCounters.committed(counters.word());
        if (index == NOBODY) {
            return;
        }
        long owner = owners.get(index);
        long owned = ProcessCounters.value(owner) >>> INTENDED_SHIFT;
        owners.set(index, owned == 0 ? 0 : ProcessCounters.withValue(owner, owned << INTENDED_SHIFT | owned));
        SyncKillPoint.SYNC_OWNED_WRITTEN.here();
        long word;
        do {
            word = counters.word();
        } while (!counters.compareAndSet(word, SemaphoreCounters.withCommitted(word, NOBODY)));
    }

    private static int owned(long word) {
        return (int) (word & MOST);
    }

    /** Completes the change that a dead process had begun, and frees the owners' lock. */
    void recover(int deadSlot) {
        lock.recover(deadSlot, this::complete);
    }

    /** Makes the permits that a dead process owned available again. */
    void sweep(int deadSlot) {
        if (owners.find(deadSlot) == NOBODY) {
            return;
        }
        lock.lock();
        try {
            int index = owners.find(deadSlot);
            int owned = owned(owners.get(index));
            change(index, 0, word -> givenBack(word, owned));
        } finally {
            lock.unlock();
        }
    }

    /**
     * The word after permits are given back. Not above the bound: others may have released permits that they never
     * acquired.
     */
    long givenBack(long word, int permits) {
        int room = counters.bound() - SemaphoreCounters.available(word);
        return SemaphoreCounters.plus(word, Math.min(room, permits));
    }
}
