package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.BriefLock;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The consumer side of a queue. It scans the records with a cursor of this process and claims by compare-and-set, so
 * consumers of different processes need no lock. The threads of this process share the cursor under a local lock.
 */
final class Claimer implements AutoCloseable {
    private static final long RETURN_LOCK_MILLIS = 50;
    /** After so many items, in all processes, others are told where to look next; a power of two. */
    private static final int TOLD_EVERY = 64;
    /** How long to look for a record that is not there yet, in pauses of some ten nanoseconds; and how rarely at most. */
    private static final int LOOKS = 64;

    private static final int MAX_PAUSES = 8;
    /** Returned for a failed claim. No record has this state word. */
    private static final long NOT_CLAIMED = 0;

    private final int slot;
    private final QueueCounters counters;
    private final PageLog pages;
    private final ReturnedItems returnedItems;
    private final DueTimes times;
    private final EventCount notEmpty;
    private final BriefLock lock = new BriefLock();
    private final Cursor head;
    /** Whether only the claiming thread sees a claim, so that its object can be reused. */
    private final boolean isPrivate;
    /** Whether producers wait for room, so that the head must be exact. */
    private final boolean isBounded;
    /** Guarded by the lock. */
    private final byte[] scratch = new byte[Payload.MAX_QUICK_LENGTH];

    /** Guarded by the lock. */
    private boolean closed;

    Claimer(LogEngine<?> engine, PageLog pages, ReturnedItems returnedItems, DueTimes times) {
        this.slot = engine.context.slot();
        this.counters = engine.counters;
        this.pages = pages;
        this.returnedItems = returnedItems;
        this.times = times;
        this.notEmpty = engine.notEmpty;
        this.head = new Cursor(pages);
        this.isPrivate = engine.kind() == QueueKind.PLAIN;
        this.isBounded = counters.capacity() > 0;
    }

    /** The action at the first waiting item; see {@link #atFirst}. */
    private interface Visit<T> {
        /** Returns null if another consumer took the record in the meantime. */
        T at(Cursor cursor, long word);
    }

    /**
     * Claims the first waiting item. Returns null if none waits, or if the only waiting items are returned ones behind
     * a lock that is not released in time, for example because its holder is stopped.
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

    /** As {@link #claim}, without the items that were given back. */
    Claim claimFresh() {
        lock.lock();
        try {
            return atFirst(this::claimAt);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the first waiting item of a plain queue and finishes it in one step, if it is small and needs no codec. An item that was read
     * before another consumer took it is dropped again.
     *
     * @param mayLook whether the caller is about to wait: then this looks for some hundred nanoseconds
     * @return null if there is no such item at the cursor; then {@link #claim} has to look
     */
    Object takeAndFinish(Payload payload, boolean mayLook) {
        lock.lock();
        try {
            if (closed || !head.isAtKnownRecord() || counters.isAnyReturned()) {
                return null;
            }
            boolean hasLooked = !mayLook;
            while (true) {
                long word = head.wordInPage();
                if (word == RecordDescriptor.ready(head.sequence()) && !head.isRetired()) {
                    long description = RecordDescriptor.description(head.region(), head.offset());
                    Object item = payload.readQuick(head, description, scratch);
                    if (item == null || finishUnclaimed(word, RecordDescriptor.length(description))) {
                        return item;
                    }
                } else if (RecordDescriptor.isTaken(word) && head.isOfSequence(word)) {
                    head.jumpTo(counters.taken());
                    head.skipTaken();
                } else if (word == 0 && !hasLooked && !notEmpty.hasWaiters()) {
                    hasLooked = true;
                    lookForRecord();
                } else {
                    return null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same for several items, as many as follow each other in the page. An item whose consumer was killed in here is gone, as one
     * that it had just been given.
     *
     * @param target has room for so many: nothing can fail after an item is taken
     * @return how many were added
     */
    int takeAndFinish(Payload payload, List<Object> target, int most) {
        lock.lock();
        try {
            if (closed || !head.isAtKnownRecord() || head.isRetired() || counters.isAnyReturned()) {
                return 0;
            }
            head.jumpTo(counters.taken());
            head.skip(RecordDescriptor.DONE);
            int count = 0;
            while (count < most && takeInto(target, payload)) {
                count++;
            }
            if (count > 0) {
                counters.raiseHead(head.sequence());
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeInto(List<Object> target, Payload payload) {
        long word = head.wordInPage();
        if (word != RecordDescriptor.ready(head.sequence())) {
            return false;
        }
        long description = RecordDescriptor.description(head.region(), head.offset());
        Object item = payload.readQuick(head, description, scratch);
        if (item == null || !head.region().compareAndSetLong(head.offset(), word, done(word))) {
            return false;
        }
        QueueKillPoint.TAKE_FINISHED.here();
        target.add(item);
        if (isTold()) {
            counters.setTaken(head.location());
        }
        head.advance(RecordDescriptor.length(description));
        return true;
    }

    private boolean isTold() {
        return (head.sequence() & TOLD_EVERY - 1) == 0;
    }

    private long done(long ready) {
        return RecordDescriptor.withState(RecordDescriptor.claimed(ready, slot), RecordDescriptor.DONE);
    }

    /**
     * Looks at the place of the next record, which its producer writes once. To look at the counters, as a wait does, would take them from
     * the producers, who need them for each item. Not if others wait already: they are woken by one that looks.
     */
    private void lookForRecord() {
        int pauses = 1;
        for (int i = 0; i < LOOKS; i += pauses) {
            for (int pause = 0; pause < pauses; pause++) {
                Thread.onSpinWait();
            }
            if (head.wordInPage() != 0) {
                return;
            }
            pauses = Math.min(2 * pauses, MAX_PAUSES);
        }
    }

    /**
     * Marks the record at the cursor as done, if it still waits. The head is raised when no other waits behind it, so that nobody
     * waits for an item that is not there; and else now and then, since all consumers write it.
     *
     * @param length of its payload; read before, since the file may be retired as soon as all its records are done
     */
    private boolean finishUnclaimed(long ready, int length) {
        if (!head.region().compareAndSetLong(head.offset(), ready, done(ready))) {
            return false;
        }
        QueueKillPoint.TAKE_FINISHED.here();
        boolean isTold = isTold();
        if (isTold) {
            counters.setTaken(head.location());
        }
        head.advance(length);
        if (isTold || isBounded || head.wordInPage() != RecordDescriptor.ready(head.sequence())) {
            counters.raiseHead(head.sequence());
        }
        return true;
    }

    /** Raises the head over the records that are taken, from where this process last was. */
    void findHead() {
        lock.lock();
        try {
            if (!closed) {
                atFirst((cursor, word) -> {
                    counters.raiseHead(cursor.sequence());
                    return cursor;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private Claim claimReturned() {
        return times.mayClaimReturned() ? returnedItems.claim(Deadline.NOW) : null;
    }

    /** If there is no other item, the consumer can afford to wait for the lock of the returned items. */
    private Claim claimReturnedLate() {
        return times.mayClaimReturned()
                ? returnedItems.claim(Deadline.in(RETURN_LOCK_MILLIS, TimeUnit.MILLISECONDS))
                : null;
    }

    private Claim claimAt(Cursor cursor, long word) {
        long claimed = claimRecord(cursor, word);
        if (claimed == NOT_CLAIMED) {
            return null;
        }
        Claim claim = isPrivate ? Claim.ofThreadAt(cursor, claimed) : Claim.at(cursor, claimed);
        if ((cursor.sequence() & TOLD_EVERY - 1) == 0) {
            counters.setTaken(cursor.location());
        }
        cursor.advance();
        counters.raiseHead(cursor.sequence());
        QueueKillPoint.TAKE_HEAD_MOVED.here();
        return claim;
    }

    /** Claims the record at the cursor. Returns its new state word, or {@link #NOT_CLAIMED}. */
    private long claimRecord(Cursor cursor, long word) {
        if (times.hasLease()) {
            times.beginLease(cursor);
        }
        long claimed = RecordDescriptor.claimed(word, slot);
        if (!cursor.region().compareAndSetLong(cursor.offset(), word, claimed)) {
            return NOT_CLAIMED;
        }
        QueueKillPoint.TAKE_CLAIMED.here();
        return claimed;
    }

    /** Claims up to {@code max} waiting items in order, each as {@link #claim} does. Returns null if none waits. */
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

    /**
     * Claims records from the cursor up to the end of its page at most. Staying in the page means that nothing can fail
     * after records are claimed.
     */
    private Batch claimRun(Cursor cursor, long first, int max) {
        long claimed = claimRecord(cursor, first);
        if (claimed == NOT_CLAIMED) {
            return null;
        }
        Batch batch =
                new Batch(cursor.hold(), cursor.page(), cursor.sequence(), (int) Math.min(max, counters.waiting() + 1));
        long last = 0;
        while (claimed != NOT_CLAIMED) {
            long description = RecordDescriptor.description(cursor.region(), cursor.offset());
            batch.add(cursor.offset(), claimed, Payload.isSpilled(description));
            last = cursor.location();
            cursor.advance(RecordDescriptor.length(description));
            long word = batch.size() < batch.most() ? cursor.wordInPage() : 0;
            claimed = RecordDescriptor.state(word) == READY ? claimRecord(cursor, word) : NOT_CLAIMED;
        }
        counters.setTaken(last);
        counters.raiseHead(cursor.sequence());
        QueueKillPoint.TAKE_HEAD_MOVED.here();
        return batch;
    }

    /** A copy of the first waiting item in its encoded form; empty if none waits. */
    Optional<EncodedItem> peek(Payload payload) {
        lock.lock();
        try {
            while (true) {
                // Look again if an item was claimed or given back in the meantime. Do not look again merely because the
                // counts promise an item: the process that is about to change that record may be stopped.
                long head = counters.head();
                long returned = counters.returned();
                EncodedItem encoded = returned > 0 ? returnedItems.peek(payload) : null;
                if (encoded == null) {
                    encoded = atFirst((cursor, word) -> cursor.copy(payload, word));
                }
                boolean isStill = counters.head() == head && counters.returned() == returned;
                if (encoded != null || isStill) {
                    return Optional.ofNullable(encoded);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T atFirst(Visit<T> visit) {
        while (true) {
            try {
                return place() ? visitFirst(visit) : null;
            } catch (NoSuchFileException e) {
                // The file was deleted since this process last looked, because all its items are done. The page hint
                // has moved on.
                head.close();
            }
        }
    }

    private <T> T visitFirst(Visit<T> visit) throws NoSuchFileException {
        long page = head.pageLocation();
        long furthest = counters.headPage();
        if (furthest > page) {
            // Others have taken all that is in between.
            head.moveToPage(furthest);
            page = furthest;
        }
        for (long word = head.word(); word != 0; word = head.word()) {
            if (head.pageLocation() != page) {
                page = head.pageLocation();
                counters.raiseHeadPage(page);
            }
            if (RecordDescriptor.state(word) != READY) {
                head.jumpTo(counters.taken());
                head.skipTaken();
                continue;
            }
            T result = visit.at(head, word);
            if (result != null) {
                return result;
            }
        }
        counters.raiseHead(head.sequence());
        return null;
    }

    private boolean place() throws NoSuchFileException {
        if (closed) {
            throw new IllegalStateException("this process's end of the queue is closed");
        }
        if (!head.isPlaced()) {
            long page = Math.max(counters.headPage(), pages.firstPage());
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

    /** Whether the record at the cursor, with that state word, can be taken now. */
    static boolean waits(Cursor cursor, long word) {
        int state = RecordDescriptor.state(word);
        return state == READY
                || state == RETURNED && !DueTimes.isDelayed(cursor.region(), cursor.offset(), System.nanoTime());
    }
}
