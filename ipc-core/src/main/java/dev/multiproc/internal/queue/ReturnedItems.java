package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The items that were given back: rare, so under a lock between processes, and found by walking. Their count can be taken
 * anew, and is when a holder of the lock died.
 */
final class ReturnedItems {
    private final int slot;
    private final QueueCounters words;
    private final RecordScanner walk;
    private final RobustLock lock;
    private final EventCount notEmpty;

    ReturnedItems(int slot, QueueCounters words, RecordScanner walk, EventCount notEmpty, Waits waits) {
        this.slot = slot;
        this.words = words;
        this.walk = walk;
        this.notEmpty = notEmpty;
        this.lock = new RobustLock(words.region(), words.returnLock(), waits);
    }

    /** Claims the first; null if there is none, or the lock is not free in time: who holds it may be stopped. */
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
        if (words.returned() > 0) {
            // Somebody may have come while the lock was held, and gone to sleep.
            notEmpty.signal();
        }
        return claim;
    }

    private Claim claimFirst() {
        if (words.returned() == 0) {
            return null;
        }
        AtomicReference<Claim> found = new AtomicReference<>();
        walk.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) != RETURNED) {
                return true;
            }
            long claimed = RecordDescriptor.claimed(word, slot);
            cursor.region().setLongVolatile(cursor.offset(), claimed);
            found.set(Claim.at(cursor, claimed));
            return false;
        });
        QueueKillPoint.RETURN_TAKEN.here();
        words.setReturned(found.get() == null ? 0 : words.returned() - 1);
        return found.get();
    }

    EncodedItem peek(Payload payload) {
        AtomicReference<EncodedItem> found = new AtomicReference<>();
        walk.handedOut((cursor, word) -> {
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
            words.setReturned(words.returned() + 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives back, under one lock, all that a walk finds fit.
     *
     * @param step changes the words of records; see {@link RecordScanner}
     * @return where the walk ended
     */
    long giveBackAll(RecordScanner.Step step) {
        lock.lock();
        try {
            long end = walk.handedOut(step);
            words.setReturned(count());
            return end;
        } finally {
            lock.unlock();
        }
    }

    void recover(int deadSlot) {
        lock.recover(deadSlot, () -> words.setReturned(count()));
    }

    private long count() {
        AtomicLong count = new AtomicLong();
        walk.handedOut((cursor, word) -> {
            if (RecordDescriptor.state(word) == RETURNED) {
                count.incrementAndGet();
            }
            return true;
        });
        return count.get();
    }
}
