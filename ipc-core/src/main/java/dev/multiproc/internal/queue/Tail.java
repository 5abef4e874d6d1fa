package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.Deadline;
import java.io.IOException;

/**
 * The end of a queue's records, where producers append. Finds room for a record, and publishes it by writing its state
 * word. Everything here happens under the append lock. (The test class {@code ClaimProtocol} models this.)
 *
 * <p>Items are counted before they can be taken: otherwise a join could find all items done while an uncounted one is
 * under way. When several records are appended together, the state word of the first one is written last. Consumers
 * scan in order, so they see none of the records before that and do not contend for memory that the producer is still
 * writing.
 */
final class Tail {
    private final QueueCounters counters;
    private final PageLog pages;
    private final Cursor cursor;

    /** The first of the records that are appended together; null if none is held back. */
    private MappedRegion heldRegion;

    private int heldOffset;
    private long heldWord;
    /** The payload's length of the record at the cursor. */
    private int payloadLength;
    /** A page that has others after it, as far as pages are added ahead; 0 if there is none. */
    private long pageBeforeOthers;

    Tail(QueueCounters counters, PageLog pages) {
        this.counters = counters;
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
     * Moves to the place of the next record, on the next page if this one has too little room.
     *
     * @param length of its payload
     * @return false if the deadline passes before there is a page
     */
    boolean makeRoom(int length, long deadlineNanos) throws IOException, InterruptedException {
        payloadLength = length;
        int recordLength = RecordDescriptor.recordLength(length);
        if (heldRegion == null && !placeAtTail(deadlineNanos)) {
            return false;
        }
        // The content after a record that is held back has no meaning yet.
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
        if (cursor.isPastHalf() && cursor.pageLocation() != pageBeforeOthers) {
            requestPages();
        }
        return true;
    }

    /** Requests two pages ahead, since the first page of a file takes longer. */
    private void requestPages() {
        long last = pages.lastPage();
        if (last == cursor.pageLocation() || last == cursor.nextPage()) {
            pages.requestAfter(last);
        } else {
            pageBeforeOthers = cursor.pageLocation();
        }
    }

    private boolean placeAtTail(long deadlineNanos) throws IOException, InterruptedException {
        long page = counters.tailPage();
        if (page == 0) {
            if (pages.firstPage() == 0 && !pages.appendAfter(0, pageDeadline(deadlineNanos))) {
                return false;
            }
            cursor.moveToPage(pages.firstPage());
            counters.setTailPage(cursor.pageLocation(), cursor.offset());
            return true;
        }
        if (!cursor.isPlaced() || cursor.pageLocation() != page) {
            cursor.moveToPage(page);
        }
        if (cursor.sequence() != counters.tail()) {
            // Others have put items since this process did.
            cursor.moveTo(counters.tailOffset(), counters.tail());
        }
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
        counters.setTailPage(cursor.pageLocation(), cursor.offset());
        return true;
    }

    /** Even a put with no waiting time waits for a page, since adding one is part of its work. */
    private static long pageDeadline(long deadlineNanos) {
        return deadlineNanos == Deadline.NOW ? Deadline.NEVER : deadlineNanos;
    }

    /**
     * Completes the record at the cursor and holds it back until {@link #publish}, which publishes it together with
     * others.
     */
    void hold() {
        long word = RecordDescriptor.ready(cursor.sequence());
        if (heldRegion == null) {
            heldRegion = cursor.region();
            heldOffset = cursor.offset();
            heldWord = word;
        } else {
            cursor.region().setLong(cursor.offset(), word);
        }
        cursor.advance(payloadLength);
    }

    /** Publishes the records that are held back, if any. */
    void publish() {
        if (heldRegion == null) {
            return;
        }
        if (cursor.room() >= Long.BYTES) {
            // A dead producer may have half written a longer item here, so its bytes may follow this record.
            cursor.region().setLong(cursor.offset(), 0);
        }
        counters.setTailCount(cursor.sequence());
        QueueKillPoint.PUT_COUNTED.here();
        heldRegion.setLongRelease(heldOffset, heldWord);
        heldRegion = null;
        QueueKillPoint.PUT_PUBLISHED.here();
        counters.setPublished(cursor.sequence(), cursor.offset());
        QueueKillPoint.PUT_TAIL_MOVED.here();
    }

    /** Finds the tail again after a producer died while it held the lock. */
    void find(SpillFiles spills) throws IOException {
        long page = counters.tailPage() != 0 ? counters.tailPage() : pages.firstPage();
        if (page == 0) {
            return;
        }
        try (Cursor end = new Cursor(pages)) {
            end.moveToPage(page);
            while (end.word() != 0) {
                end.advance();
            }
            PageLog.setFirst(end.region(), (int) end.pageLocation(), firstOf(end));
            counters.setTailPage(end.pageLocation(), end.offset());
            counters.setTail(end.sequence(), end.offset());
            spills.delete(end.sequence());
        }
    }

    /**
     * The number of the first record of the page: the one the page states, or the cursor's number if the page states
     * none.
     */
    private static long firstOf(Cursor end) {
        long first = PageLog.first(end.region(), (int) end.pageLocation());
        return first >= 0 ? first : end.sequence();
    }

    void close() {
        cursor.close();
    }
}
