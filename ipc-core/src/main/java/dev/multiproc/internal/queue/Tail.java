package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.Deadline;
import java.io.IOException;

/**
 * The end of a queue's records, where they are added: finds room for one, and publishes it by its word. All of it is done under
 * the append lock. (The model of it among the tests is {@code ClaimProtocol}.)
 *
 * <p>Items are counted before they can be taken, or a join could find all done while one that is not counted is under way. Of
 * records that are added together the first one's word is written last: consumers walk in order, so none of them sees any
 * before, and none fights with the producer over memory that it still writes to.
 */
final class Tail {
    private final QueueCounters words;
    private final PageLog pages;
    private final Cursor cursor;

    /** Where the first of records that are added together is; null if none is held back. */
    private MappedRegion heldRegion;

    private int heldOffset;
    private long heldWord;

    Tail(QueueCounters words, PageLog pages) {
        this.words = words;
        this.pages = pages;
        this.cursor = new Cursor(pages);
    }

    MappedRegion region() {
        return cursor.region();
    }

    int offset() {
        return cursor.offset();
    }

    /** The number of the next record. */
    long sequence() {
        return cursor.sequence();
    }

    /**
     * Goes to where the next record begins, on the next page if this one has too little room.
     *
     * @return false if the time is up before there is a page
     */
    boolean makeRoom(int recordLength, long deadlineNanos) throws IOException, InterruptedException {
        if (heldRegion == null && !placeAtTail(deadlineNanos)) {
            return false;
        }
        // What stands behind a record that is held back is of no meaning yet.
        while (cursor.room() < recordLength || heldRegion == null && cursor.isAtPageEnd()) {
            publish();
            if (cursor.room() >= HEAD_LENGTH) {
                cursor.region().setLongRelease(cursor.offset(), RecordDescriptor.end(cursor.sequence()));
                QueueKillPoint.PAGE_ENDED.here();
            }
            if (!enterNextPage(deadlineNanos)) {
                return false;
            }
        }
        if (cursor.isPastHalf()) {
            // Two, since the first page of a file takes longer.
            long last = pages.lastPage();
            if (last == cursor.pageLocation() || last == cursor.nextPage()) {
                pages.requestAfter(last);
            }
        }
        return true;
    }

    private boolean placeAtTail(long deadlineNanos) throws IOException, InterruptedException {
        long page = words.tailPage();
        if (page == 0) {
            if (pages.firstPage() == 0 && !pages.appendAfter(0, pageDeadline(deadlineNanos))) {
                return false;
            }
            cursor.moveToPage(pages.firstPage());
            words.setTailPage(cursor.pageLocation(), cursor.offset());
            return true;
        }
        if (!cursor.isPlaced() || cursor.pageLocation() != page) {
            cursor.moveToPage(page);
        }
        cursor.moveTo(words.tailOffset(), words.tail());
        return true;
    }

    private boolean enterNextPage(long deadlineNanos) throws IOException, InterruptedException {
        if (cursor.nextPage() == 0 && !pages.appendAfter(cursor.pageLocation(), pageDeadline(deadlineNanos))) {
            return false;
        }
        long sequence = cursor.sequence();
        cursor.moveToPage(cursor.nextPage());
        PageLog.setFirst(cursor.region(), (int) cursor.pageLocation(), sequence);
        cursor.moveTo(cursor.offset(), sequence);
        QueueKillPoint.PAGE_ENTERED.here();
        words.setTailPage(cursor.pageLocation(), cursor.offset());
        return true;
    }

    /** An attempt that must not wait for room waits for a page, which is part of the work. */
    private static long pageDeadline(long deadlineNanos) {
        return deadlineNanos == Deadline.NOW ? Deadline.NEVER : deadlineNanos;
    }

    /** Has the record that was written where this stands published by {@link #publish}, together with others. */
    void hold() {
        long word = RecordDescriptor.ready(cursor.sequence());
        if (heldRegion == null) {
            heldRegion = cursor.region();
            heldOffset = cursor.offset();
            heldWord = word;
        } else {
            cursor.region().setLong(cursor.offset(), word);
        }
        cursor.advance();
    }

    /** Publishes what is held back, if anything is. */
    void publish() {
        if (heldRegion == null) {
            return;
        }
        if (cursor.room() >= Long.BYTES) {
            // A longer item that a dead producer had half written may reach beyond what is here now.
            cursor.region().setLong(cursor.offset(), 0);
        }
        words.setTailCount(cursor.sequence());
        QueueKillPoint.PUT_COUNTED.here();
        heldRegion.setLongRelease(heldOffset, heldWord);
        heldRegion = null;
        QueueKillPoint.PUT_PUBLISHED.here();
        words.setPublished(cursor.sequence(), cursor.offset());
        QueueKillPoint.PUT_TAIL_MOVED.here();
    }

    /** Finds the tail again after a producer died under the lock. */
    void find(SpillFiles spills) throws IOException {
        long page = words.tailPage() != 0 ? words.tailPage() : pages.firstPage();
        if (page == 0) {
            return;
        }
        try (Cursor walker = new Cursor(pages)) {
            walker.moveToPage(page);
            while (walker.word() != 0) {
                walker.advance();
            }
            PageLog.setFirst(walker.region(), (int) walker.pageLocation(), firstOf(walker));
            words.setTailPage(walker.pageLocation(), walker.offset());
            words.setTail(walker.sequence(), walker.offset());
            spills.delete(walker.sequence());
        }
    }

    /** The number of the first record of the walker's page: kept if there is one, else the walker's. */
    private static long firstOf(Cursor walker) {
        long first = PageLog.first(walker.region(), (int) walker.pageLocation());
        return first >= 0 ? first : walker.sequence();
    }

    void close() {
        cursor.close();
    }
}
