package dev.multiproc.internal.park;

import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A short lock between processes that outlives its owner: the word names the owner's slot, and whoever sweeps a dead
 * process takes the lock over, repairs what it guards, and lets go.
 *
 * <pre>
 *  0       4               16              32
 *  +-------+---------------+---------------+
 *  | owner | pad           | event         |   owner: slot + 1, 0 when free
 *  +-------+---------------+---------------+
 *
 *  field  | written by | order           | if the writer dies here
 *  owner  | acquirer   | compare-and-set | stays; the sweeper's compare-and-set puts its own slot there
 *  owner  | owner      | volatile 0      | free
 * </pre>
 *
 * <p>One object a process and word: threads of one process exclude each other by a lock of their own in front, so a word
 * that holds this process's slot was put there by this object's holder. A stopped owner (SIGSTOP) is not dead: others wait.
 */
public final class RobustLock {
    public static final int LENGTH = 32;
    private static final int EVENT = 16;
    private static final int SPINS = 200;
    /** After such a time the owner is looked at. */
    private static final long SLICE_NANOS = 20_000_000L;

    private final MappedRegion region;
    private final int offset;
    private final int me;
    private final EventCount freed;
    private final Waits waits;
    private final ReentrantLock local = new ReentrantLock();

    public RobustLock(MappedRegion region, int offset, Waits waits) {
        this.region = region;
        this.offset = offset;
        this.me = waits.slot() + 1;
        this.waits = waits;
        this.freed = new EventCount(region, offset + EVENT, waits);
    }

    /** Takes the lock, waiting as long as it takes; interrupts are kept for later. For short sections that must happen. */
    public void lock() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    lock(Deadline.NEVER);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes the lock unless the time is up first. An attempt is made even then. */
    public boolean lock(long deadlineNanos) throws InterruptedException {
        if (!lockLocal(deadlineNanos)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = trySharedFirst() || waitShared(deadlineNanos);
            return taken;
        } finally {
            if (!taken) {
                local.unlock();
            }
        }
    }

    private boolean lockLocal(long deadlineNanos) throws InterruptedException {
        while (!local.tryLock() && !local.tryLock(slice(deadlineNanos), TimeUnit.NANOSECONDS)) {
            if (Deadline.left(deadlineNanos) <= 0) {
                return false;
            }
            suspectOwner();
        }
        return true;
    }

    private boolean trySharedFirst() {
        for (int i = 0; i < SPINS; i++) {
            if (tryShared()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean waitShared(long deadlineNanos) throws InterruptedException {
        while (true) {
            freed.await(this::isFree, Deadline.in(slice(deadlineNanos), TimeUnit.NANOSECONDS));
            if (tryShared()) {
                return true;
            }
            if (Deadline.left(deadlineNanos) <= 0) {
                return false;
            }
            suspectOwner();
        }
    }

    private static long slice(long deadlineNanos) {
        return Math.max(0, Math.min(SLICE_NANOS, Deadline.left(deadlineNanos)));
    }

    /** The janitor itself may be waiting here, for a lock whose owner it has not swept yet. */
    private void suspectOwner() {
        int owner = region.getIntVolatile(offset);
        if (owner != 0 && owner != me) {
            waits.suspect(owner - 1);
        }
    }

    private boolean tryShared() {
        return region.getIntVolatile(offset) == 0 && region.compareAndSetInt(offset, 0, me);
    }

    private boolean isFree() {
        return region.getIntVolatile(offset) == 0;
    }

    /** Lets go. The store is a full fence: what was written under the lock is there before any later look at waiters. */
    public void unlock() {
        release();
        local.unlock();
    }

    private void release() {
        region.setIntVolatile(offset, 0);
        freed.signal();
    }

    /**
     * Called by the one sweeper of a dead process: if that process held the lock, repairs what it guards and frees it. If the
     * sweeper dies in the repair, the word names the sweeper, and its own sweeper repeats.
     */
    public void recover(int deadSlot, Runnable repair) {
        if (region.compareAndSetInt(offset, deadSlot + 1, me)) {
            KillPoint.SWEEP_LOCK_TAKEN.here();
            repair.run();
            release();
        }
        freed.forget(deadSlot);
    }
}
