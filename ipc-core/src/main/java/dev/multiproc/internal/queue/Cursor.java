package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.END;
import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.UNPUBLISHED;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;

/** A position in a queue's records that moves forward. Used by one thread at a time. Holds the file it points into. */
final class Cursor implements AutoCloseable {
    /** How many holds for claims are taken together: holds are counted atomically, which costs as much as a claim. */
    private static final int HOLDS = 64;

    private final PageLog log;
    private LogFile file;
    /** How many holds on the file this cursor has for claims to come, beside its own. */
    private int spareHolds;

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

    /** Whether the number of the current record is known. */
    boolean isAtKnownRecord() {
        return file != null && sequence >= 0;
    }

    /** Whether a word is that of the current record, and not of one in the next life of a file that was retired. */
    boolean isOfSequence(long word) {
        return RecordDescriptor.sequence(word, sequence) == sequence;
    }

    /** Moves to the first record of a page. */
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
            throw log.damaged("a page is not whole, file=" + cycle + ", offset=" + page);
        }
        pageEnd = page + length;
        region.touch(page, length);
        offset = page + PageDescriptor.RECORDS_OFFSET;
        sequence = first;
    }

    /** Whether what was read from the file so far may belong to its next use. */
    boolean isRetired() {
        // A later acquire load does not order earlier plain loads.
        VarHandle.acquireFence();
        return log.isRetired(file.cycle());
    }

    /** Called after reads: data read from a retired file may belong to the file's next use. */
    private void checkNotRetired() throws NoSuchFileException {
        if (isRetired()) {
            throw new NoSuchFileException(log.directory() + ", file=" + file.cycle());
        }
    }

    /** Moves to a record of the current page. */
    void moveTo(int newOffset, long newSequence) {
        offset = newOffset;
        sequence = newSequence;
    }

    /** Where the page begins in its file. */
    int page() {
        return page;
    }

    long pageLocation() {
        return PageDescriptor.location(file.cycle(), page);
    }

    /** Whether a producer has entered the page. Only then are its sequence numbers known. */
    boolean isPageEntered() {
        return PageLog.first(region, page) >= 0;
    }

    LogFile file() {
        return file;
    }

    /** A hold on the file, for a claim that outlives this cursor's stay. */
    LogFile hold() {
        if (spareHolds == 0) {
            file.retain(HOLDS);
            spareHolds = HOLDS;
        }
        spareHolds--;
        return file;
    }

    MappedRegion region() {
        return region;
    }

    int offset() {
        return offset;
    }

    /** The sequence number of the current record; -1 if not known yet. */
    long sequence() {
        return sequence;
    }

    /** How many bytes are left in the page from here. */
    int room() {
        return pageEnd - offset;
    }

    boolean isPastHalf() {
        return offset - page > (pageEnd - page) / 2;
    }

    boolean isAtPageEnd() {
        return room() < HEAD_LENGTH || RecordDescriptor.state(region.getLongAcquire(offset)) == END;
    }

    /** The location of the next page; 0 if there is none yet. */
    long nextPage() {
        return PageLog.next(region, page);
    }

    /**
     * The state word of the current record. If the page ends here, moves to the next page first.
     *
     * <p>The decision uses a single read of the word, since a producer may mark the end of the page between two reads.
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
                    // A producer has entered the page since this cursor moved to it.
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

    /**
     * The state word of the current record; END at the end of the page. Only for a caller that has claimed a record of
     * this page, which keeps the file from being retired.
     */
    long wordInPage() {
        return room() < HEAD_LENGTH ? END : region.getLongAcquire(offset);
    }

    /**
     * Skips records that have the given state, up to the first other record or the end of the page. The next {@link
     * #word} detects if the file was retired meanwhile.
     */
    void skip(int state) {
        while (RecordDescriptor.state(wordInPage()) == state) {
            advance();
        }
    }

    /** Moves past the current record and those after it that nobody can take first, as {@link #skip} does. */
    void skipTaken() {
        int state;
        do {
            advance();
            state = RecordDescriptor.state(wordInPage());
        } while (state != READY && state != UNPUBLISHED && state != END);
    }

    /**
     * Moves forward to a taken record of the current page; does nothing if the location is elsewhere. If the file was retired
     * meanwhile, the next {@link #word} detects that.
     */
    void jumpTo(long location) {
        int to = PageDescriptor.offset(location);
        if (PageDescriptor.cycle(location) == file.cycle() && to > offset && pageEnd - to >= HEAD_LENGTH) {
            sequence = RecordDescriptor.sequence(region.getLongAcquire(to), sequence);
            offset = to;
        }
    }

    /** Where the current record is: its file and offset. */
    long location() {
        return PageDescriptor.location(file.cycle(), offset);
    }

    private void moveToNextPage(long next) throws NoSuchFileException {
        long expected = sequence;
        moveToPage(next);
        if (sequence < 0) {
            // Pages are entered in order, so the first record of this page will get the next sequence number.
            sequence = expected;
        }
    }

    /** Whether the current record is unchanged. Called after plain reads of the record to validate them. */
    boolean isStill(long word) {
        VarHandle.acquireFence();
        return region.getLongAcquire(offset) == word && !log.isRetired(file.cycle());
    }

    /**
     * Moves past a published record. A record that does not fit in its page was read from a retired file; the next
     * {@link #word} detects that.
     */
    void advance() {
        advance(payloadLength());
    }

    /** The length of the current record's payload in bytes. */
    int payloadLength() {
        return region.getInt(offset + LENGTH_OFFSET);
    }

    /** Moves past a record with a payload of that length. */
    void advance(int length) {
        offset = isWhole(length) ? offset + RecordDescriptor.recordLength(length) : pageEnd;
        sequence++;
    }

    /** Whether a payload of the given length fits in the page. */
    private boolean isWhole(int length) {
        return length >= 0 && length <= room() - HEAD_LENGTH;
    }

    /** A copy of the record's payload, or null if the record changed while it was copied. */
    EncodedItem copy(Payload payload, long word) {
        if (!isWhole(region.getInt(offset + LENGTH_OFFSET))) {
            return null;
        }
        try {
            EncodedItem encoded = payload.read(region, offset, sequence);
            return isStill(word) ? encoded : null;
        } catch (MultiprocessingException e) {
            if (!isStill(word)) {
                // The record is gone, and its file with it.
                return null;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.release(1 + spareHolds);
            spareHolds = 0;
            file = null;
        }
    }
}
