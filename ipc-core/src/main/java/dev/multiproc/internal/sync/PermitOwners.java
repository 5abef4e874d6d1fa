package dev.multiproc.internal.sync;

import dev.multiproc.internal.park.RobustLock;

/**
 * Which processes own permits of a semaphore: the values of their words.
 *
 * <pre>
 *  47         24 23         0
 *  +------------+------------+
 *  | intended   | owned      |   the same but in a change
 *  +------------+------------+
 * </pre>
 *
 * <p>A change is made under a lock of the owners': the owner's word says what is intended; one compare-and-set of the
 * semaphore's word takes or gives back the permits and says whose word is to be completed; that is done, and said. So a
 * change has happened or not at every instant, and who takes over the lock of a dead one can tell. Those who do not own what
 * they acquire need no lock.
 */
final class PermitOwners {
    static final int MOST = (1 << 24) - 1;
    private static final int INTENDED_SHIFT = 24;
    private static final int NOBODY = -1;

    private final SemaphoreCounters words;
    private final ProcessCounters owners;
    private final RobustLock lock;
    /** Where this process's word is. Guarded by the lock. */
    private int mine = NOBODY;

    PermitOwners(SemaphoreCounters words, ProcessCounters owners, RobustLock lock) {
        this.words = words;
        this.owners = owners;
        this.lock = lock;
    }

    /** A change of the semaphore's word. */
    interface Change {
        long NONE = -1;

        /** What the word is to become; {@link #NONE} if it cannot be made now. */
        long apply(long word);
    }

    /** Changes the semaphore's word and how many permits this process owns, both or none; gives whether it did. */
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

    /** Under the lock. */
    private boolean change(int index, int intended, Change change) {
        long before = owners.get(index);
        owners.set(index, ProcessCounters.withValue(before, (long) intended << INTENDED_SHIFT | owned(before)));
        SyncKillPoint.SYNC_OWNED_INTENDED.here();
        while (true) {
            long word = words.word();
            long next = change.apply(word);
            if (next == Change.NONE) {
                owners.set(index, owned(before) == 0 ? 0 : before);
                return false;
            }
            if (words.compareAndSet(word, SemaphoreCounters.withCommitted(next, index))) {
                SyncKillPoint.SYNC_OWNED_COMMITTED.here();
                complete();
                return true;
            }
        }
    }

    /** Does what is committed, if anything is. Under the lock. */
    private void complete() {
        int index = SemaphoreCounters.committed(words.word());
        if (index == NOBODY) {
            return;
        }
        long owner = owners.get(index);
        long owned = ProcessCounters.value(owner) >>> INTENDED_SHIFT;
        owners.set(index, owned == 0 ? 0 : ProcessCounters.withValue(owner, owned << INTENDED_SHIFT | owned));
        SyncKillPoint.SYNC_OWNED_WRITTEN.here();
        long word;
        do {
            word = words.word();
        } while (!words.compareAndSet(word, SemaphoreCounters.withCommitted(word, NOBODY)));
    }

    private static int owned(long word) {
        return (int) (word & MOST);
    }

    /** Ends the change that a dead process had begun, and frees the owners' lock. */
    void recover(int deadSlot) {
        lock.recover(deadSlot, this::complete);
    }

    /** Makes what a dead process owned available. */
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

    /** Not above the bound: others may have released what they never had. */
    long givenBack(long word, int permits) {
        int room = words.bound() - SemaphoreCounters.available(word);
        return SemaphoreCounters.plus(word, Math.min(room, permits));
    }
}
