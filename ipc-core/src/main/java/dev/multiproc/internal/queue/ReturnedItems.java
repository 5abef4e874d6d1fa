package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The items that were given back, and those whose leases end. They are rare, so a lock between processes guards them and a
 * scan finds them. Their counts and the next due time are found again from the records when a holder of the lock died.
 */
final class ReturnedItems {
    private static final long ANY = -1;

    private final int slot;
    private final QueueCounters counters;
    private final RecordScanner scanner;
    private final FirstReturned first;
    private final RobustLock lock;
    private final DueTimes times;
    private final int maxDeliveries;
    /** What this process has taken from its consumers to move it to the dead letters; see {@link Settler}. */
    private final Queue<Claim> ended = new ConcurrentLinkedQueue<>();

    ReturnedItems(
            int slot, QueueCounters counters, RecordScanner scanner, DueTimes times, int maxDeliveries, Waits waits) {
        this.slot = slot;
        this.counters = counters;
        this.scanner = scanner;
        this.first = counters.firstReturned();
        this.times = times;
        this.maxDeliveries = maxDeliveries;
        this.lock = new RobustLock(counters.region(), counters.returnLock(), waits);
    }

    /**
     * Claims the first returned item. Returns null if there is none, or if the lock is not free by the deadline: its
     * holder may be stopped.
     */
    Claim claim(long deadlineNanos) {
        if (!tryLock(deadlineNanos)) {
            return null;
        }
        try {
            return claimFirst(System.nanoTime());
        } finally {
            unlock();
        }
    }

    private boolean tryLock(long deadlineNanos) {
        return Uninterrupted.call(() -> lock.lock(deadlineNanos));
    }

    private void unlock() {
        lock.unlock();
        times.unlocked();
    }

    /** Runs an action under the lock, however long that takes. */
    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            unlock();
        }
    }

    /** Claims a record if it is a returned one; null if it is not. */
    Claim claimRecord(long sequence) throws InterruptedException {
        if (counters.returned() == 0) {
            return null;
        }
        lock.lock(Deadline.NEVER);
        try {
            long now = System.nanoTime();
            if (counters.due() <= now) {
                settleDue(now, true);
            }
            return claimFirst(now, sequence);
        } finally {
            unlock();
        }
    }

    /** Makes all that was given back with a delay due now. */
    void endDelays() {
        if (counters.delayed() > 0) {
            locked(() -> {
                scanner.handedOut((cursor, word) -> {
                    if (RecordDescriptor.state(word) == RETURNED) {
                        RecordDescriptor.setDue(cursor.region(), cursor.offset(), 0);
                    }
                    return true;
                });
                settleDue(System.nanoTime(), false);
            });
        }
    }

    private Claim claimFirst(long now) {
        if (counters.due() <= now) {
            settleDue(now, true);
        }
        return counters.returned() == 0 ? null : claimFirst(now, ANY);
    }

    /** Claims the first returned record, or the one with that number. */
    private Claim claimFirst(long now, long sequence) {
        AtomicReference<Claim> found = new AtomicReference<>();
        boolean[] isFirst = {true};
        scanner.returned((cursor, word) -> {
            if (RecordDescriptor.state(word) != RETURNED || DueTimes.isDelayed(cursor.region(), cursor.offset(), now)) {
                return true;
            }
            if (isFirst[0]) {
                first.set(cursor);
                isFirst[0] = false;
            }
            if (sequence != ANY && sequence != cursor.sequence()) {
                return true;
            }
            found.set(claimAt(cursor, word));
            return false;
        });
        QueueKillPoint.RETURN_TAKEN.here();
        if (found.get() != null) {
            counters.setReturned(counters.returned() - 1, counters.delayed());
        } else if (sequence == ANY) {
            settleDue(now, false);
        }
        return found.get();
    }

    private Claim claimAt(Cursor cursor, long word) {
        long claimed = RecordDescriptor.claimed(word, slot);
        cursor.region().setLongVolatile(cursor.offset(), claimed);
        if (times.hasLease()) {
            // Nobody looks for ends of leases before the lock is released.
            long end = times.endOfLease();
            RecordDescriptor.setDue(cursor.region(), cursor.offset(), end);
            times.announce(end);
        }
        return Claim.at(cursor, claimed);
    }

    EncodedItem peek(Payload payload) {
        AtomicReference<EncodedItem> found = new AtomicReference<>();
        long now = System.nanoTime();
        scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RETURNED
                    && !DueTimes.isDelayed(cursor.region(), cursor.offset(), now)) {
                found.set(cursor.copy(payload, word));
            }
            return found.get() == null;
        });
        return found.get();
    }

    /**
     * Gives back a record that the caller has claimed, or has marked to be moved to the dead letters.
     *
     * @param delayNanos how long it is not delivered; 0 for not at all
     * @return false if its lease has ended; then nothing is changed
     */
    boolean giveBack(Claim claim, long delayNanos) {
        lock.lock();
        try {
            if (times.hasLease() && !claim.isHeld() && !claim.isMoving()) {
                return false;
            }
            MappedRegion region = claim.region();
            long until = RecordDescriptor.isTimed(region, claim.offset()) ? DueTimes.after(delayNanos) : 0;
            RecordDescriptor.setDue(region, claim.offset(), until);
            if (until != 0) {
                times.announce(until);
                QueueKillPoint.RETURN_DELAYED.here();
            } else if (counters.returned() == 0) {
                first.set(claim);
            } else {
                first.lower(claim);
            }
            region.setLongVolatile(claim.offset(), RecordDescriptor.withState(claim.word(), RETURNED));
            QueueKillPoint.RETURN_MARKED.here();
            counters.setReturned(counters.returned() + (until == 0 ? 1 : 0), counters.delayed() + (until == 0 ? 0 : 1));
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * Gives back records in one pass under the lock.
     *
     * @param step changes the state words of records; see {@link RecordScanner}
     * @return where the scan ended
     */
    long giveBackAll(RecordScanner.Step step) {
        lock.lock();
        try {
            long end = scanner.handedOut(step);
            settleDue(System.nanoTime(), false);
            return end;
        } finally {
            unlock();
        }
    }

    /** Sets the time before which a record of a dead process is not delivered again; under the lock. */
    void delay(Cursor cursor, long word) {
        long until = DueTimes.after(times.retryDelay(RecordDescriptor.deliveries(word)));
        RecordDescriptor.setDue(cursor.region(), cursor.offset(), until);
    }

    /** Clears the times of all records: the clock that they are on has begun again. Nobody else uses the queue. */
    void forgetTimes() {
        scanner.all((cursor, word) -> {
            RecordDescriptor.setDue(cursor.region(), cursor.offset(), 0);
            return true;
        });
    }

    void recover(int deadSlot) {
        lock.recover(deadSlot, () -> settleDue(System.nanoTime(), false));
    }

    // ---------------------------------------------------------------- what is due

    /** Does what is due, unless another holds the lock. */
    void lookForDue() {
        if (times.isPast() && tryLock(Deadline.NOW)) {
            try {
                settleDue(System.nanoTime(), true);
            } finally {
                unlock();
            }
        }
    }

    /** An item to be moved to the dead letters, since its last lease has ended; null if there is none. */
    Claim pollEnded() {
        return ended.poll();
    }

    /** What one scan finds. */
    private static final class Tally {
        private int returned;
        private int delayed;
        private long next = Deadline.NEVER;

        void until(long time) {
            next = Math.min(next, time);
        }
    }

    /**
     * Counts what was given back, and finds the next due time. Called under the lock.
     *
     * <p>A consumer that was announcing its claim when the next due time was cleared may claim a record that this scan
     * sees waiting. So if any waits, the next look is at the time at which such a lease ends at the latest.
     *
     * @param endsLeases whether leases that have ended are ended here; otherwise the next due time is past
     */
    private void settleDue(long now, boolean endsLeases) {
        boolean wasAnyDue = counters.due() != Deadline.NEVER;
        counters.clearDue();
        QueueKillPoint.DUE_CLEARED.here();
        first.forget();
        Tally tally = new Tally();
        long end = scanner.handedOut((cursor, word) -> {
            look(cursor, endsLeases ? endIfDue(cursor, word, now) : word, now, tally);
            return true;
        });
        counters.setReturned(tally.returned, tally.delayed);
        if (times.hasLease() && end < counters.tail()) {
            tally.until(times.endOfLease());
        }
        if (tally.next != Deadline.NEVER) {
            times.announce(tally.next);
        } else if (wasAnyDue) {
            times.wakeAll();
        }
    }

    private void look(Cursor cursor, long word, long now, Tally tally) {
        int state = RecordDescriptor.state(word);
        if (state == CLAIMED && times.hasLease()) {
            tally.until(RecordDescriptor.due(cursor.region(), cursor.offset()));
        } else if (state == RETURNED) {
            long due = RecordDescriptor.due(cursor.region(), cursor.offset());
            if (due > now) {
                tally.delayed++;
                tally.until(due);
            } else {
                if (tally.returned++ == 0) {
                    first.set(cursor);
                }
            }
        }
    }

    /** Takes a record from its consumer if its lease has ended. Returns the word that the record has now. */
    private long endIfDue(Cursor cursor, long word, long now) {
        if (!times.hasLease()
                || RecordDescriptor.state(word) != CLAIMED
                || RecordDescriptor.due(cursor.region(), cursor.offset()) > now) {
            return word;
        }
        boolean isLast = RecordDescriptor.deliveries(word) >= maxDeliveries;
        long next = isLast ? RecordDescriptor.moving(word, slot) : RecordDescriptor.withState(word, RETURNED);
        if (!isLast) {
            delay(cursor, word);
        }
        if (!cursor.region().compareAndSetLong(cursor.offset(), word, next)) {
            // Its owner has finished it, or moves it to the dead letters.
            return cursor.region().getLongVolatile(cursor.offset());
        }
        QueueKillPoint.LEASE_ENDED.here();
        if (isLast) {
            ended.add(Claim.at(cursor, next));
        }
        return next;
    }
}
