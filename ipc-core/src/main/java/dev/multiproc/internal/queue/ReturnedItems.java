package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The items that were given back. They are rare, so a lock between processes guards them and a scan finds them. Their
 * count is recomputed from the records when a holder of the lock died.
 */
final class ReturnedItems {
    private static final long ANY = -1;

    private final int slot;
    private final QueueCounters counters;
    private final RecordScanner scanner;
    private final RobustLock lock;
    private final EventCount notEmpty;

    ReturnedItems(int slot, QueueCounters counters, RecordScanner scanner, EventCount notEmpty, Waits waits) {
        this.slot = slot;
        this.counters = counters;
        this.scanner = scanner;
        this.notEmpty = notEmpty;
        this.lock = new RobustLock(counters.region(), counters.returnLock(), waits);
    }

    /**
     * Claims the first returned item. Returns null if there is none, or if the lock is not free by the deadline: its
     * holder may be stopped.
     */
    Claim claim(long deadlineNanos) {
        if (!Uninterrupted.call(() -> lock.lock(deadlineNanos))) {
            return null;
        }
        Claim claim;
        try {
            claim = claimFirst();
        } finally {
            lock.unlock();
        }
        if (counters.returned() > 0) {
            // A consumer may have come while the lock was held and gone to sleep; wake one for the items that are left.
            notEmpty.signal();
        }
        return claim;
    }

    /** Claims a record if it is a returned one; null if it is not. */
    Claim claimRecord(long sequence) throws InterruptedException {
        if (counters.returned() == 0) {
            return null;
        }
        lock.lock(Deadline.NEVER);
        try {
            return claimFirst(sequence);
        } finally {
            lock.unlock();
        }
    }

    private Claim claimFirst() {
        return counters.returned() == 0 ? null : claimFirst(ANY);
    }

    /** Claims the first returned record, or the one with that number. */
    private Claim claimFirst(long sequence) {
        AtomicReference<Claim> found = new AtomicReference<>();
        scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) != RETURNED || sequence != ANY && sequence != cursor.sequence()) {
                return true;
            }
            long claimed = RecordDescriptor.claimed(word, slot);
            cursor.region().setLongVolatile(cursor.offset(), claimed);
            found.set(Claim.at(cursor, claimed));
            return false;
        });
        QueueKillPoint.RETURN_TAKEN.here();
        boolean isNone = found.get() == null;
        if (!isNone || sequence == ANY) {
            counters.setReturned(isNone ? 0 : counters.returned() - 1);
        }
        return found.get();
    }

    EncodedItem peek(Payload payload) {
        AtomicReference<EncodedItem> found = new AtomicReference<>();
        scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RETURNED) {
                found.set(cursor.copy(payload, word));
            }
            return found.get() == null;
        });
        return found.get();
    }

    /** Gives back a record that the caller has claimed. */
    void giveBack(Claim claim) {
        lock.lock();
        try {
            claim.region().setLongVolatile(claim.offset(), RecordDescriptor.withState(claim.word(), RETURNED));
            QueueKillPoint.RETURN_MARKED.here();
            counters.setReturned(counters.returned() + 1);
        } finally {
            lock.unlock();
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
            counters.setReturned(count());
            return end;
        } finally {
            lock.unlock();
        }
    }

    void recover(int deadSlot) {
        lock.recover(deadSlot, () -> counters.setReturned(count()));
    }

    private long count() {
        AtomicLong count = new AtomicLong();
        scanner.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RETURNED) {
                count.incrementAndGet();
            }
            return true;
        });
        return count.get();
    }
}
