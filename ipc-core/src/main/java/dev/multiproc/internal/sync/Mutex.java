package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;

/**
 * A reentrant mutual exclusion lock between threads of many processes.
 *
 * <pre>
 *  0       4       8               40
 *  +-------+-------+---------------+
 *  | word  | pad   | wait queue    |
 *  +-------+-------+---------------+
 *
 *  31        18 17       16       15          0
 *  +-----------+--------+--------+-------------+
 *  |           |owner   |promised| slot + 1    |   the word: only slot + 1 while held, only flags while free
 *  |           |died    |        |             |
 *  +-----------+--------+--------+-------------+
 *
 *  written by        | order           | if the writer dies here
 *  acquirer          | compare-and-set | the word names the dead owner: its sweeper frees the lock with the flag OWNER_DIED
 *  owner: 0/promised | release         | the lock is free; if the wake-up was lost, the sweep repeats it
 *  sweeper           | compare-and-set | the next sweeper wakes again
 * </pre>
 *
 * <p>Which thread holds the lock, and how often, is known only in its process, since no other process needs it. Only
 * the holder itself writes its thread to {@code owner}, so a plain read is enough for a thread to recognize itself.
 *
 * <p>Unlocking is a store, which costs half as much as an atomic swap; see {@link
 * dev.multiproc.internal.park.EventCount#withoutFence}.
 */
final class Mutex implements WaitQueue.Resource {
    private static final int WAIT_QUEUE = Long.BYTES;
    static final int LENGTH = WAIT_QUEUE + WaitQueue.LENGTH;

    private static final int OWNER = 0xffff;
    private static final int PROMISED = 1 << 16;
    private static final int OWNER_DIED = 1 << 17;

    private final SessionContext context;
    private final ObjectPlace place;
    private final MappedRegion region;
    private final int offset;
    private final int me;
    private final WaitQueue waitQueue;
    /** Written by the thread that holds the lock; null while no thread of this process does. */
    private Thread owner;
    /** Guarded by the lock itself. */
    private int holds;
    /** Guarded by the lock itself. */
    private boolean ownerDied;

    Mutex(SessionContext context, ObjectPlace place, int offset) {
        this.context = context;
        this.place = place;
        this.region = place.region();
        this.offset = offset;
        this.me = context.slot() + 1;
        this.waitQueue = new WaitQueue(region, offset + WAIT_QUEUE, context.waits());
    }

    /** Takes the lock, however long that takes. An interrupt is kept for later. */
    void lock() {
        if (!tryQuickly()) {
            Uninterrupted.call(() -> waitQueue.await(this, Deadline.NEVER));
        }
    }

    /** Takes the lock unless the deadline passes first. Tries at least once. */
    boolean lock(long deadlineNanos) throws InterruptedException {
        Waits.checkInterrupt();
        return tryQuickly() || waitQueue.await(this, deadlineNanos);
    }

    /** Takes the lock if nobody else holds it, even if it is promised to a waiter. */
    boolean tryLock() {
        return tryQuickly() || tryTake(true);
    }

    private boolean tryQuickly() {
        place.checkOpen();
        if (owner == Thread.currentThread()) {
            holdOnce();
            return true;
        }
        if (region.compareAndSetInt(offset, 0, me)) {
            taken(false);
            return true;
        }
        return false;
    }

    private void holdOnce() {
        if (holds == Integer.MAX_VALUE) {
            throw new IllegalStateException("the lock is held too often by its owner, holds=" + holds);
        }
        holds++;
    }

    @Override
    public boolean isFree(boolean hasWaited) {
        return isFree(word(), hasWaited);
    }

    private static boolean isFree(int seen, boolean hasWaited) {
        return (seen & (hasWaited ? OWNER : OWNER | PROMISED)) == 0;
    }

    @Override
    public boolean tryTake(boolean hasWaited) {
        int seen = word();
        if (!isFree(seen, hasWaited) || !region.compareAndSetInt(offset, seen, me)) {
            return false;
        }
        taken((seen & OWNER_DIED) != 0);
        return true;
    }

    @Override
    public void breakPromise() {
        int seen = word();
        if ((seen & PROMISED) != 0) {
            region.compareAndSetInt(offset, seen, seen & ~PROMISED);
        }
    }

    private void taken(boolean fromTheDead) {
        SyncKillPoint.SYNC_LOCK_TAKEN.here();
        owner = Thread.currentThread();
        holds = 1;
        ownerDied = fromTheDead;
    }

    private int word() {
        return region.getIntVolatile(offset);
    }

    /**
     * Works also if the lock was deleted meanwhile. Whoever waited for a condition when the session was closed has the lock no more; that
     * the session is closed says why.
     */
    void unlock() {
        context.checkOpen();
        checkHeld();
        if (holds > 1) {
            holds--;
        } else {
            free(0);
        }
    }

    /** Releases the only hold and keeps the owner-died mark: this holder has not touched what the lock guards. */
    void unlockUntouched() {
        free(ownerDied ? OWNER_DIED : 0);
    }

    private void free(int died) {
        int next = waitQueue.isTurnOver() ? died | PROMISED : died;
        holds = 0;
        owner = null;
        region.setIntRelease(offset, next);
        SyncKillPoint.SYNC_LOCK_FREED.here();
        waitQueue.wakeOne();
    }

    /** Releases all holds and returns their number. */
    int unlockAll() {
        int all = holds;
        free(0);
        return all;
    }

    /** Takes the lock again with the given number of holds, however long that takes. */
    void lockAgain(int newHolds) {
        lock();
        holds = newHolds;
    }

    void checkHeld() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("this thread does not hold the lock");
        }
    }

    boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    int holdCount() {
        return isHeldByCurrentThread() ? holds : 0;
    }

    /** Whether the previous owner died. Called by the thread that holds the lock. */
    boolean ownerDied() {
        checkHeld();
        return ownerDied;
    }

    /** Whether the lock is free and its last owner died while holding it. */
    boolean isLeftByTheDead() {
        return (word() & OWNER_DIED) != 0;
    }

    /** The slot of the process that holds the lock; -1 if it is free. */
    int ownerSlot() {
        return ownerSlot(region, offset);
    }

    /** As {@link #ownerSlot()}, for the mutex at the given offset. */
    static int ownerSlot(MappedRegion region, int offset) {
        return (region.getIntVolatile(offset) & OWNER) - 1;
    }

    /** Frees the lock if the dead process held it, and wakes waiters. */
    void sweep(int deadSlot) {
        for (int seen = word(); (seen & OWNER) == deadSlot + 1; seen = word()) {
            region.compareAndSetInt(offset, seen, OWNER_DIED);
        }
        SyncKillPoint.SYNC_LOCK_SWEPT.here();
        waitQueue.forget(deadSlot);
    }
}
