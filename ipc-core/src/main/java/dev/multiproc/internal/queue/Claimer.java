package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.Deadline;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The consumers' side of a queue: walks the records with this process's own cursor and claims by compare-and-set. Consumers
 * of other processes need no lock against each other; threads of this one share the cursor.
 */
final class Claimer implements AutoCloseable {
    private static final long RETURNS_MILLIS = 50;
    /** No record has this word. */
    private static final long NOT_CLAIMED = 0;

    private final int slot;
    private final QueueCounters words;
    private final PageLog pages;
    private final ReturnedItems returns;
    private final ReentrantLock lock = new ReentrantLock();
    private final Cursor head;
    /** Whether claims are seen by the thread alone that makes them. */
    private final boolean isPrivate;

    /** Guarded by the lock. */
    private boolean closed;

    Claimer(int slot, QueueCounters words, PageLog pages, ReturnedItems returns, boolean isPrivate) {
        this.slot = slot;
        this.words = words;
        this.pages = pages;
        this.returns = returns;
        this.head = new Cursor(pages);
        this.isPrivate = isPrivate;
    }

    /** What to do at the first item that waits; see {@link #atFirst}. */
    private interface Visit<T> {
        /** Gives null if the record was taken by another meanwhile. */
        T at(Cursor cursor, long word);
    }

    /**
     * Claims the first item that waits; null if none does, or nobody can have it now: it is given back, and whoever does that
     * is stopped.
     */
    Claim claim() {
        Claim claim = claimNow();
        return claim == null ? claimReturnedLate() : claim;
    }

    private Claim claimNow() {
        lock.lock();
        try {
            Claim again = claimReturned();
            return again != null ? again : atFirst(this::claimAt);
        } finally {
            lock.unlock();
        }
    }

    private Claim claimReturned() {
        return words.returned() > 0 ? returns.claim(Deadline.NOW) : null;
    }

    /** When nothing else waits a taker can afford to wait for the lock of the returned items: it keeps nobody from others. */
    private Claim claimReturnedLate() {
        return words.returned() > 0 ? returns.claim(Deadline.in(RETURNS_MILLIS, TimeUnit.MILLISECONDS)) : null;
    }

    private Claim claimAt(Cursor cursor, long word) {
        long claimed = claimRecord(cursor, word);
        if (claimed == NOT_CLAIMED) {
            return null;
        }
        Claim claim = isPrivate ? Claim.ofThreadAt(cursor, claimed) : Claim.at(cursor, claimed);
        cursor.advance();
        words.raiseHead(cursor.sequence());
        QueueKillPoint.TAKE_HEAD_MOVED.here();
        return claim;
    }

    /** Claims the record where the cursor stands; gives its word. */
    private long claimRecord(Cursor cursor, long word) {
        long claimed = RecordDescriptor.claimed(word, slot);
        if (!cursor.region().compareAndSetLong(cursor.offset(), word, claimed)) {
            return NOT_CLAIMED;
        }
        QueueKillPoint.TAKE_CLAIMED.here();
        return claimed;
    }

    /** Claims items that wait, in their order, at most so many, as {@link #claim} does one by one; null if none waits. */
    Batch claimAll(int max) {
        Batch batch = claimAllNow(max);
        if (batch != null) {
            return batch;
        }
        Claim late = claimReturnedLate();
        return late == null ? null : Batch.of(late);
    }

    private Batch claimAllNow(int max) {
        lock.lock();
        try {
            Claim again = claimReturned();
            return again != null ? Batch.of(again) : atFirst((cursor, word) -> claimRun(cursor, word, max));
        } finally {
            lock.unlock();
        }
    }

    /** Claims records from where the cursor stands to the end of the page at most: so nothing can fail that is claimed already. */
    private Batch claimRun(Cursor cursor, long first, int max) {
        long claimed = claimRecord(cursor, first);
        if (claimed == NOT_CLAIMED) {
            return null;
        }
        Batch batch = new Batch(cursor.file().retain(), cursor.sequence(), (int) Math.min(max, words.waiting() + 1));
        while (claimed != NOT_CLAIMED) {
            batch.add(cursor.offset(), claimed);
            cursor.advance();
            long word = batch.size() < batch.most() ? cursor.wordInPage() : 0;
            claimed = RecordDescriptor.state(word) == READY ? claimRecord(cursor, word) : NOT_CLAIMED;
        }
        words.raiseHead(cursor.sequence());
        QueueKillPoint.TAKE_HEAD_MOVED.here();
        return batch;
    }

    /** A copy of what the first item that waits carries; empty if none does. */
    Optional<EncodedItem> peek(Payload payload) {
        lock.lock();
        try {
            while (true) {
                // What is claimed or given back meanwhile is a reason to look again. That the counts know more is none:
                // whoever is
                // to change a record may be stopped.
                long head = words.head();
                long returned = words.returned();
                EncodedItem parcel = returned > 0 ? returns.peek(payload) : null;
                if (parcel == null) {
                    parcel = atFirst((cursor, word) -> cursor.copy(payload, word));
                }
                boolean isStill = words.head() == head && words.returned() == returned;
                if (parcel != null || isStill) {
                    return Optional.ofNullable(parcel);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T atFirst(Visit<T> visit) {
        while (true) {
            try {
                return place() ? walk(visit) : null;
            } catch (NoSuchFileException e) {
                // The file was deleted since this process last looked: all in it is done. The hint has moved on.
                head.close();
            }
        }
    }

    private <T> T walk(Visit<T> visit) throws NoSuchFileException {
        long page = head.pageLocation();
        for (long word = head.word(); word != 0; word = head.word()) {
            if (head.pageLocation() != page) {
                page = head.pageLocation();
                words.raiseHeadPage(page);
            }
            if (RecordDescriptor.state(word) != READY) {
                head.advance();
                continue;
            }
            T result = visit.at(head, word);
            if (result != null) {
                return result;
            }
        }
        words.raiseHead(head.sequence());
        return null;
    }

    private boolean place() throws NoSuchFileException {
        if (closed) {
            throw new IllegalStateException("this process's end of the queue is closed");
        }
        if (!head.isPlaced()) {
            long page = Math.max(words.headPage(), pages.firstPage());
            if (page == 0) {
                return false;
            }
            head.moveToPage(page);
        }
        return true;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            head.close();
        } finally {
            lock.unlock();
        }
    }

    static boolean waits(long word) {
        int state = RecordDescriptor.state(word);
        return state == READY || state == RETURNED;
    }
}
