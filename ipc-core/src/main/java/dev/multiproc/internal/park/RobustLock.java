package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A short lock between processes that outlives its owner: the word names the owner's slot, and whoever sweeps a dead
 * process repairs what the lock guards, and lets go in its stead.
 *
 * <pre>
 *  31      30        16 15          0
 *  +------+------------+-------------+
 *  |      |contended   | slot + 1    |   0 when free
 *  +------+------------+-------------+
 *
 *  written by         | order           | if the writer dies here
 *  acquirer           | compare-and-set | the word names it until its sweeper has repaired what the lock guards
 *  waiter: contended  | compare-and-set | one useless wake
 *  owner: 0           | swap            | free; a waiter whose wake died with the owner looks again after its slice
 * </pre>
 *
 * <p>As in the classic futex mutex: who waits marks the word, who frees a marked word wakes one, and who was woken marks it
 * again when it takes it. While the woken one is on its way, others may take and free the lock without a call to the kernel.
 *
 * <p>One object a process and word: threads of one process exclude each other by a lock of their own in front, so a word
 * that holds this process's slot was put there by this object's holder. A stopped owner (SIGSTOP) is not dead: others wait.
 */
public final class RobustLock {
    public static final int LENGTH = 32;
    private static final int CONTENDED = 1 << 30;
    private static final int SPINS = 200;
    private static final int MAX_PAUSES = 16;
    /** After such a time the owner is looked at. */
    private static final long SLICE_NANOS = 20_000_000L;

    private final MappedRegion region;
    private final int offset;
    private final int me;
    private final Waits waits;
    private final Parker.Word word;
    private final ReentrantLock local = new ReentrantLock();

    public RobustLock(MappedRegion region, int offset, Waits waits) {
        this.region = region;
        this.offset = offset;
        this.me = waits.slot() + 1;
        this.waits = waits;
        this.word = new Parker.Word(region, offset, Parker.bit(waits.slot()));
    }

    /**
     * Takes the lock, waiting as long as it takes; interrupts are kept for later. For short sections that must happen.
     *
     * @throws StillHeldException as {@link Waits#limitLocks} says
     * @throws IllegalStateException if the session has ended for a while, and another process still holds the lock
     */
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
            taken = spin(me) || waitShared(deadlineNanos);
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
            waits.checkMayWait();
            suspectOwner();
        }
        return true;
    }

    /** Tries for about as long as others hold the lock; ever more rarely, since each look takes the word's memory from its owner. */
    private boolean spin(int mine) {
        int pauses = 1;
        for (int i = 0; i < SPINS; i += pauses) {
            if (word.value() == 0 && region.compareAndSetInt(offset, 0, mine)) {
                return true;
            }
            pauses = Math.min(2 * pauses, MAX_PAUSES);
            for (int pause = 0; pause < pauses; pause++) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    private boolean waitShared(long deadlineNanos) throws InterruptedException {
        while (true) {
            int seen = word.value();
            if (seen == 0) {
                if (region.compareAndSetInt(offset, 0, me | CONTENDED)) {
                    return true;
                }
                continue;
            }
            if ((seen & CONTENDED) == 0 && !region.compareAndSetInt(offset, seen, seen | CONTENDED)) {
                continue;
            }
            // Marked also by a waiter that gives up: it may just have had the wake that another waits for.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waits.checkMayWait();
            if (Deadline.left(deadlineNanos) <= 0) {
                return false;
            }
            sleep(seen | CONTENDED, deadlineNanos);
            // To mark it again at once would cost whoever has it now a call to the kernel, at each of its items.
            if (spin(me | CONTENDED)) {
                return true;
            }
        }
    }

    private void sleep(int seen, long deadlineNanos) {
        waits.parker().park(word, seen, slice(deadlineNanos));
        if (word.value() == seen) {
            suspectOwner();
        }
    }

    private static long slice(long deadlineNanos) {
        return Math.max(0, Math.min(SLICE_NANOS, Deadline.left(deadlineNanos)));
    }

    /** The janitor itself may be waiting here, for a lock whose owner it has not swept yet. */
    private void suspectOwner() {
        int owner = word.value() & ~CONTENDED;
        if (owner != 0 && owner != me) {
            waits.suspect(owner - 1);
        }
    }

    /** Runs what only the threads of this process must be kept from: for the end, when nobody waits for others any more. */
    public void excludeLocal(Runnable action) {
        local.lock();
        try {
            action.run();
        } finally {
            local.unlock();
        }
    }

    /** Lets go. The swap is a full fence: what was written under the lock is there before any later look at waiters. */
    public void unlock() {
        release();
        local.unlock();
    }

    private void release() {
        if ((region.getAndSetInt(offset, 0) & CONTENDED) != 0) {
            waits.parker().wake(word, Parker.DIRECT, false);
        }
    }

    /**
     * Called by the one sweeper of a dead process: if that process held the lock, repairs what it guards and frees it. The
     * word names the dead one until then: if the sweeper dies too, or fails, the next one repeats the repair.
     */
    public void recover(int deadSlot, Runnable repair) {
        if ((word.value() & ~CONTENDED) == deadSlot + 1) {
            ParkKillPoint.SWEEP_LOCK_TAKEN.here();
            repair.run();
            region.getAndSetInt(offset, 0);
            // The mark may have gone with a wake-up that died.
            waits.parker().wake(word, Parker.DIRECT, false);
        }
    }
}
