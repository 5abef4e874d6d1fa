package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock between processes for short sections, which survives the death of its owner. The word names the owner's slot.
 * Whoever sweeps a dead process repairs what the lock guards, and releases it on its behalf.
 *
 * <pre>
 *  31      30        16 15          0
 *  +------+------------+-------------+
 *  |      |contended   | slot + 1    |   0 when free
 *  +------+------------+-------------+
 *
 *  written by         | order           | if the writer dies here
 *  acquirer           | compare-and-set | the word names the acquirer until its sweeper has repaired what the lock guards
 *  waiter: contended  | compare-and-set | one useless wake-up
 *  owner: 0           | swap            | free; a waiter whose wake-up was not sent checks again after 20 ms
 * </pre>
 *
 * <p>As in the classic futex mutex: a waiter marks the word as contended, an owner that frees a marked word wakes one
 * waiter, and a woken waiter marks the word again when it takes the lock. Until the woken waiter runs, others may take
 * and free the lock without a call to the kernel.
 *
 * <p>There must be one object for each word in a process. A free lock takes one compare-and-set, also among the threads of one
 * process, of whom each holds it in its process's name. Those that find it taken queue up behind a local lock, so that only one
 * of a process waits for the word. A stopped owner (SIGSTOP) is not dead: others wait for it.
 */
public final class RobustLock {
    public static final int LENGTH = 32;
    private static final int CONTENDED = 1 << 30;
    private static final int SPINS = 200;
    private static final int MAX_PAUSES = 16;
    private static final long OWN_CHECK_NANOS = 50_000L;
    /** How long a waiter sleeps before it checks whether the owner is alive. */
    private static final long SLICE_NANOS = 20_000_000L;

    private final MappedRegion region;
    private final int offset;
    private final int me;
    private final Waits waits;
    private final Parker.Word word;
    /** Held by the thread of this process that waits for the word. */
    private final ReentrantLock local = new ReentrantLock();

    public RobustLock(MappedRegion region, int offset, Waits waits) {
        this.region = region;
        this.offset = offset;
        this.me = waits.slot() + 1;
        this.waits = waits;
        this.word = new Parker.Word(region, offset, Parker.bit(waits.slot()));
    }

    /**
     * Takes the lock and waits as long as necessary; an interrupt is kept for later. For short sections that must not
     * be skipped.
     *
     * @throws StillHeldException at the time set by {@link Waits#limitLocks}
     * @throws IllegalStateException if the session was closed some time ago, and another process still holds the lock
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

    /** Takes the lock unless the time is up first. Makes one attempt even if it is up already. */
    public boolean lock(long deadlineNanos) throws InterruptedException {
        if (tryTake(me)) {
            return true;
        }
        if (!lockLocal(deadlineNanos)) {
            return false;
        }
        try {
            return spin(me) || waitShared(deadlineNanos);
        } finally {
            local.unlock();
        }
    }

    private boolean tryTake(int mine) {
        return word.value() == 0 && region.compareAndSetInt(offset, 0, mine);
    }

    private boolean lockLocal(long deadlineNanos) throws InterruptedException {
        while (!local.tryLock() && !local.tryLock(slice(deadlineNanos), TimeUnit.NANOSECONDS)) {
            if (Deadline.left(deadlineNanos) <= 0) {
                return false;
            }
            checkMayWait();
            suspectOwner();
        }
        return true;
    }

    /**
     * Tries for about as long as others hold the lock. Checks ever more rarely, since each check takes the word's cache
     * line from the owner.
     */
    private boolean spin(int mine) {
        int pauses = 1;
        for (int i = 0; i < SPINS; i += pauses) {
            if (tryTake(mine)) {
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
        int mine = me;
        while (true) {
            int seen = word.value();
            if (seen == 0) {
                if (region.compareAndSetInt(offset, 0, mine)) {
                    return true;
                }
                continue;
            }
            boolean isOwn = (seen & ~CONTENDED) == me;
            if (!isOwn && (seen & CONTENDED) == 0 && !region.compareAndSetInt(offset, seen, seen | CONTENDED)) {
                continue;
            }
            // The word is marked even if this thread gives up now: it may have received the wake-up that another waiter
            // needs.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            checkMayWait();
            if (Deadline.left(deadlineNanos) <= 0) {
                return false;
            }
            if (isOwn) {
                awaitOwn(deadlineNanos);
            } else {
                sleep(seen | CONTENDED, deadlineNanos);
                // There may be others that sleep.
                mine = me | CONTENDED;
            }
            // To mark the word again at once would cost its current owner a call to the kernel for each item.
            if (spin(mine)) {
                return true;
            }
        }
    }

    /** Another thread of this process holds the lock. For that a young process need not load what calls the kernel. */
    private void awaitOwn(long deadlineNanos) {
        LockSupport.parkNanos(this, Math.min(OWN_CHECK_NANOS, Deadline.left(deadlineNanos)));
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

    /** Nobody frees the lock of a deleted object for a dead owner, so its waiters end. */
    private void checkMayWait() {
        waits.checkMayWait();
        region.existence().check();
    }

    /** Needed here too: the janitor itself may be waiting, for a lock whose dead owner it has not swept yet. */
    private void suspectOwner() {
        int owner = ownerSlot();
        if (owner >= 0 && owner + 1 != me) {
            waits.suspect(owner);
        }
    }

    /** The slot of the process that holds the lock; -1 if none does. */
    public int ownerSlot() {
        return (word.value() & ~CONTENDED) - 1;
    }

    /**
     * Waits until no thread of this process holds the lock, however long other processes do: for shutdown, when the threads of this
     * process that come later do nothing more.
     */
    public void awaitOwn() {
        while (ownerSlot() + 1 == me) {
            LockSupport.parkNanos(this, OWN_CHECK_NANOS);
        }
    }

    /**
     * Releases the lock. The swap is a full fence: what was written under the lock is visible before any later check
     * for waiters.
     */
    public void unlock() {
        if ((region.getAndSetInt(offset, 0) & CONTENDED) != 0) {
            waits.parker().wake(word, Parker.DIRECT, false);
        }
    }

    /**
     * Called by the only sweeper of a dead process: if that process held the lock, repairs what the lock guards and
     * frees it. Until then the word names the dead process; so if the sweeper dies or fails too, the next one repeats
     * the repair.
     */
    public void recover(int deadSlot, Runnable repair) {
        if ((word.value() & ~CONTENDED) == deadSlot + 1) {
            ParkKillPoint.SWEEP_LOCK_TAKEN.here();
            repair.run();
            region.getAndSetInt(offset, 0);
            // The mark may have been cleared by an owner that died before it sent the wake-up.
            waits.parker().wake(word, Parker.DIRECT, false);
        }
    }
}
