package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.END;
import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.UNPUBLISHED;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;

/** A place in a queue's records, which walks on. Used by one thread at a time; holds the file that it stands in. */
final class Cursor implements AutoCloseable {
    private final PageLog log;
    private LogFile file;
    private MappedRegion region;
    private int page;
    private int pageEnd;
    private int offset;
    private long sequence;

    Cursor(PageLog log) {
        this.log = log;
    }

    boolean isPlaced() {
        return file != null;
    }

    /** Goes to the first record of a page. */
    void moveToPage(long location) throws NoSuchFileException {
        int cycle = PageDescriptor.cycle(location);
        if (file == null || file.cycle() != cycle) {
            LogFile opened = log.open(cycle);
            close();
            file = opened;
            region = opened.region();
        }
        page = PageDescriptor.offset(location);
        int length = PageLog.length(region, page);
        long first = PageLog.first(region, page);
        checkNotRetired();
        if (length < 0) {
            throw new MultiprocessingException("a page of the log is damaged, queue's directory=" + log.directory()
                    + ", file=" + cycle + ", offset=" + page);
        }
        pageEnd = page + length;
        region.touch(page, length);
        offset = page + PageDescriptor.RECORDS_OFFSET;
        sequence = first;
    }

    /** Said after a read: what was read of a file that is retired may be of its next life. */
    private void checkNotRetired() throws NoSuchFileException {
        // A later load with acquire does not keep earlier plain ones before it.
        VarHandle.acquireFence();
        if (log.isRetired(file.cycle())) {
            throw new NoSuchFileException(log.directory() + ", file=" + file.cycle());
        }
    }

    /** Goes to a record of the page it stands in. */
    void moveTo(int newOffset, long newSequence) {
        offset = newOffset;
        sequence = newSequence;
    }

    long pageLocation() {
        return PageDescriptor.location(file.cycle(), page);
    }

    /** Whether a producer has entered the page, so that it knows its records' numbers. */
    boolean isPageEntered() {
        return PageLog.first(region, page) >= 0;
    }

    LogFile file() {
        return file;
    }

    MappedRegion region() {
        return region;
    }

    int offset() {
        return offset;
    }

    /** The number of the record it stands at; -1 if that is not known yet. */
    long sequence() {
        return sequence;
    }

    /** How many bytes the page has from here on. */
    int room() {
        return pageEnd - offset;
    }

    boolean isPastHalf() {
        return offset - page > (pageEnd - page) / 2;
    }

    boolean isAtPageEnd() {
        return room() < HEAD_LENGTH || RecordDescriptor.state(region.getLongAcquire(offset)) == END;
    }

    /** The location of the next page, 0 if there is none yet. */
    long nextPage() {
        return PageLog.next(region, page);
    }

    /**
     * The word of the record it stands at, after leaving a page that ends here for the next.
     *
     * <p>One read decides: the end of a page may be marked between two.
     *
     * @return 0 if there is no record yet
     */
    long word() throws NoSuchFileException {
        while (true) {
            long word = room() < HEAD_LENGTH ? END : region.getLongAcquire(offset);
            int state = RecordDescriptor.state(word);
            long next = state == END ? nextPage() : 0;
            checkNotRetired();
            if (state == UNPUBLISHED) {
                return 0;
            }
            if (state != END) {
                if (sequence < 0) {
                    // The page was entered since it was moved to.
                    sequence = PageLog.first(region, page);
                }
                sequence = RecordDescriptor.sequence(word, sequence);
                return word;
            }
            if (next == 0) {
                return 0;
            }
            moveToNextPage(next);
        }
    }

    /** The word of the record it stands at; END at the end of the page. For one who has claimed a record of this page. */
    long wordInPage() {
        return room() < HEAD_LENGTH ? END : region.getLongAcquire(offset);
    }

    /** Walks over the records of a state to one that is not, or to the end of the page. {@link #word} says whether that was good. */
    void skip(int state) {
        while (RecordDescriptor.state(wordInPage()) == state) {
            advance();
        }
    }

    private void moveToNextPage(long next) throws NoSuchFileException {
        long expected = sequence;
        moveToPage(next);
        if (sequence < 0) {
            // Pages are entered in order, so its first record will be the one that was next.
            sequence = expected;
        }
    }

    /** Whether the record it stands at is still as it was. Asked after plain reads of it. */
    boolean isStill(long word) {
        VarHandle.acquireFence();
        return region.getLongAcquire(offset) == word && !log.isRetired(file.cycle());
    }

    /** Walks over a published record. One that does not fit in its page was read of a retired file, as the next look finds. */
    void advance() {
        int length = region.getInt(offset + LENGTH_OFFSET);
        offset = isWhole(length) ? offset + RecordDescriptor.recordLength(length) : pageEnd;
        sequence++;
    }

    /** Whether a payload of that length lies in the page. */
    private boolean isWhole(int length) {
        return length >= 0 && length <= room() - HEAD_LENGTH;
    }

    /** A copy of the record's payload if the record is still as it was when the copy is complete; else null. */
    EncodedItem copy(Payload payload, long word) {
        if (!isWhole(region.getInt(offset + LENGTH_OFFSET))) {
            return null;
        }
        try {
            EncodedItem parcel = payload.read(region, offset, sequence);
            return isStill(word) ? parcel : null;
        } catch (MultiprocessingException e) {
            if (!isStill(word)) {
                // Its file went with it.
                return null;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.release();
            file = null;
        }
    }
}
