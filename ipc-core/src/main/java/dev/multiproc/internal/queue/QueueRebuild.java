package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.END;
import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogFile;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a queue's words anew from its log, when all processes that used it are gone. Each record is looked at; what cannot
 * be is damage, and refused: behind it nobody knows where a record begins.
 *
 * <p>What the words said before is compared with what the log says. Where a word alone is wrong it is repaired; where all of
 * them know of more than the log holds, the log was cut, and is refused too, unless the machine was started anew and had not
 * written the rest.
 */
final class QueueRebuild {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRebuild.class);
    private static final long UNKNOWN = -1;

    private final String name;
    private final QueueWords words;
    private final PageLog pages;

    private final long knownTail;
    private final long knownPage;
    private final int knownOffset;

    /** The number the next record must have. */
    private long sequence = UNKNOWN;

    private long tailPage;
    private int tailOffset;
    private long head = UNKNOWN;
    private long headPage;
    private long low = UNKNOWN;
    private long lowPage;
    private long returned;
    private boolean isAtEnd;

    QueueRebuild(String name, QueueWords words, PageLog pages) {
        this.name = name;
        this.words = words;
        this.pages = pages;
        knownTail = words.tail();
        knownPage = words.tailPage();
        knownOffset = words.tailOffset();
    }

    void run(boolean isNewBoot) throws IOException {
        if (!words.clear()) {
            throw pages.damaged("its words in the control file do not agree with their checksum, queue=" + name);
        }
        List<Long> found = pages.rebuild();
        for (long page : found) {
            walk(page);
        }
        long tail = Math.max(0, sequence);
        compare(tail, found, isNewBoot);
        if (!found.isEmpty()) {
            words.setTailPage(tailPage, tailOffset);
            words.setTail(tail, tailOffset);
            words.raiseHeadPage(head == UNKNOWN ? tailPage : headPage);
            words.raiseHead(head == UNKNOWN ? tail : head);
            words.raiseLowPage(low == UNKNOWN ? tailPage : lowPage);
            words.raiseLow(low == UNKNOWN ? tail : low);
            words.setReturned(returned);
        }
    }

    private void compare(long tail, List<Long> found, boolean isNewBoot) {
        if (knownTail == tail) {
            return;
        }
        boolean isCut = knownTail > tail
                && knownPage != 0
                && (!found.contains(knownPage) || knownPage == tailPage && knownOffset > tailOffset);
        if (isCut && !isNewBoot) {
            throw pages.damaged(
                    "it ends at item " + tail + ", and its control file knows " + knownTail + ", queue=" + name);
        }
        LOG.warn(
                "the control file knew {} items of a queue, and its log has {}: taken as the log says, queue={}",
                knownTail,
                tail,
                name);
    }

    private void walk(long location) throws IOException {
        LogFile file = pages.open(PageDescriptor.cycle(location));
        try {
            walk(file.region(), location, PageDescriptor.offset(location));
        } finally {
            file.release();
        }
    }

    private void walk(MappedRegion region, long location, int page) {
        long first = PageLog.first(region, page);
        if (first == UNKNOWN && tailPage == 0) {
            // Appended to an empty log, and not linked.
            first = 0;
            PageLog.setFirst(region, page, first);
        }
        if (isAtEnd || first == UNKNOWN) {
            if (first != UNKNOWN) {
                throw damage(location, page, "a page is not in its place");
            }
            isAtEnd = true;
            return;
        }
        if (sequence != UNKNOWN && first != sequence) {
            throw damage(location, page, "a page begins with item " + first + " in place of " + sequence);
        }
        sequence = first;
        tailPage = location;
        int end = page + PageLog.length(region, page);
        int offset = page + PageDescriptor.RECORDS_OFFSET;
        while (end - offset >= HEAD_LENGTH) {
            long word = region.getLongVolatile(offset);
            if (word == 0) {
                isAtEnd = true;
                break;
            }
            check(region, location, offset, end, word);
            if (RecordDescriptor.state(word) == END) {
                break;
            }
            note(location, word);
            offset += RecordDescriptor.recordLength(region.getInt(offset + LENGTH_OFFSET));
            sequence++;
        }
        tailOffset = offset;
    }

    private void check(MappedRegion region, long location, int offset, int end, long word) {
        int state = RecordDescriptor.state(word);
        if (state == 0 || RecordDescriptor.sequence(word, sequence) != sequence) {
            throw damage(
                    location,
                    offset,
                    "a record's word is " + Long.toHexString(word) + " where item " + sequence + " should be");
        }
        if (state != END && !RecordDescriptor.isWhole(region, offset, end)) {
            throw damage(
                    location,
                    offset,
                    "a record has the length " + region.getInt(offset + LENGTH_OFFSET) + " or the form "
                            + region.getInt(offset + RecordDescriptor.FORM_OFFSET));
        }
    }

    private RuntimeException damage(long location, int offset, String what) {
        return pages.damaged(
                what + ", queue=" + name + ", file=" + PageDescriptor.cycle(location) + ", offset=" + offset);
    }

    private void note(long location, long word) {
        int state = RecordDescriptor.state(word);
        if (state == READY && head == UNKNOWN) {
            head = sequence;
            headPage = location;
        }
        if (state != DONE && low == UNKNOWN) {
            low = sequence;
            lowPage = location;
        }
        if (state == RETURNED) {
            returned++;
        }
    }
}
