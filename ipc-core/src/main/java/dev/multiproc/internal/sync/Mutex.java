package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;

/**
 * Mutual exclusion between threads of many processes, reentrant.
 *
 * <pre>
 *  0       4       8               40
 *  +-------+-------+---------------+
 *  | word  | pad   | waiting room  |
 *  +-------+-------+---------------+
 *
 *  31        18 17       16       15          0
 *  +-----------+--------+--------+-------------+
 *  |           |owner   |promised| slot + 1    |   the word: slot + 1 alone while held, flags alone while free
 *  |           |died    |        |             |
 *  +-----------+--------+--------+-------------+
 *
 *  written by        | order           | if the writer dies here
 *  acquirer          | compare-and-set | the word names it: its sweeper makes it OWNER_DIED, and free
 *  owner: 0/promised | release         | free; a wake-up that died with the owner is made good by the sweep
 *  sweeper           | compare-and-set | the next sweeper wakes again
 * </pre>
 *
 * <p>Which thread holds it, and how often, is known in its process only: no other process asks. A thread's own name in {@code
 * owner} was put there by itself, so a plain read tells it.
 *
 * <p>To unlock is a store, half the price of a swap; see {@link dev.multiproc.internal.park.EventCount#withoutFence}.
 */
final class Mutex implements WaitQueue.Prize {
    private static final int ROOM = Long.BYTES;
    static final int LENGTH = ROOM + WaitQueue.LENGTH;

    private static final int OWNER = 0xffff;
    private static final int PROMISED = 1 << 16;
    private static final int OWNER_DIED = 1 << 17;

    private final SessionContext context;
    private final MappedRegion region;
    private final int offset;
    private final int me;
    private final WaitQueue room;
    /** Written by the thread that holds the lock; null while none of this process does. */
    private Thread owner;
    /** Guarded by the lock itself. */
    private int holds;
    /** Guarded by the lock itself. */
    private boolean ownerDied;

    Mutex(SessionContext context, int offset) {
        this.context = context;
        this.region = context.control();
        this.offset = offset;
        this.me = context.slot() + 1;
        this.room = new WaitQueue(region, offset + ROOM, context.waits());
    }

    /** Takes it, however long that takes. An interrupt is kept for later. */
    void lock() {
        if (!tryQuickly()) {
            Uninterrupted.call(() -> room.await(this, Deadline.NEVER));
        }
    }

    /** Takes it unless the time is up first. An attempt is made even then. */
    boolean lock(long deadlineNanos) throws InterruptedException {
        Waits.checkInterrupt();
        return tryQuickly() || room.await(this, deadlineNanos);
    }

    /** Takes it if nobody else holds it, though it be promised. */
    boolean tryLock() {
        return tryQuickly() || tryTake(true);
    }

    private boolean tryQuickly() {
        context.checkOpen();
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

    void unlock() {
        checkHeld();
        context.checkOpen();
        if (holds > 1) {
            holds--;
        } else {
            free(0);
        }
    }

    /** Gives back its one hold with nothing said of a dead owner: this one has not touched what is guarded. */
    void unlockUntouched() {
        free(ownerDied ? OWNER_DIED : 0);
    }

    private void free(int died) {
        int next = room.isTurnOver() ? died | PROMISED : died;
        holds = 0;
        owner = null;
        region.setIntRelease(offset, next);
        SyncKillPoint.SYNC_LOCK_FREED.here();
        room.wakeOne();
    }

    /** Gives back all holds; gives their number. */
    int unlockAll() {
        int all = holds;
        free(0);
        return all;
    }

    /** Takes it again with so many holds, however long that takes. */
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

    /** Of the thread that holds it. */
    boolean ownerDied() {
        checkHeld();
        return ownerDied;
    }

    /** Whether it is free, and the last who held it died with it. */
    boolean isLeftByTheDead() {
        return (word() & OWNER_DIED) != 0;
    }

    /** The slot of the process that holds it; -1 if it is free. */
    int ownerSlot() {
        return ownerSlot(region, offset);
    }

    /** The same of a mutex whose word stands at an offset. */
    static int ownerSlot(MappedRegion region, int offset) {
        return (region.getIntVolatile(offset) & OWNER) - 1;
    }

    /** Frees it if the dead process held it; wakes who waits. */
    void sweep(int deadSlot) {
        for (int seen = word(); (seen & OWNER) == deadSlot + 1; seen = word()) {
            region.compareAndSetInt(offset, seen, OWNER_DIED);
        }
        SyncKillPoint.SYNC_LOCK_SWEPT.here();
        room.forget(deadSlot);
    }
}
