package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.CLAIMED;
import static dev.multiproc.internal.queue.RecordDescriptor.END;
import static dev.multiproc.internal.queue.RecordDescriptor.FORM_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.MOVING;
import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.inspect.QueueContent;
import dev.multiproc.internal.control.ControlDescriptor;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageCopies;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.SeenItems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the items of a queue from outside, in copies of the pages from the first unfinished item on. It stops at the first item
 * that was never taken, since none behind it was; and where the copy does not fit, because the files went on meanwhile.
 */
final class LogLook {
    /** Not more than 16 MB are read. */
    private static final int MAX_PAGES = 16;

    private final PageCopies pages;
    private final long nowMillis;
    private final List<SeenItems.Item> items = new ArrayList<>();
    private long sequence;
    private long inFlight;
    private long redelivered;
    private long oldestWaitingMillis;

    private LogLook(Path directory, long low, long nowMillis) {
        pages = new PageCopies(directory);
        sequence = low;
        this.nowMillis = nowMillis;
    }

    /**
     * Looks at a queue.
     *
     * @param control a copy of the control file
     * @param base where the queue's counters are in it
     */
    static SeenItems at(MappedRegion control, int base, Path directory) throws IOException {
        QueueCounters counters = new QueueCounters(control, base);
        LogLook look = new LogLook(directory, counters.low(), System.currentTimeMillis());
        look.run(PageCopies.begin(control, counters.pages(), counters.lowPage()));
        return new SeenItems(look.inFlight, look.redelivered, look.oldestWaitingMillis, List.copyOf(look.items));
    }

    private void run(long begin) throws IOException {
        long location = begin;
        boolean isFirst = true;
        for (int count = 0; location != 0 && count < MAX_PAGES; count++) {
            MappedRegion page = pages.copy(location);
            long first = page == null ? -1 : PageLog.first(page, 0);
            if (first < 0 || (isFirst ? first > sequence : first != sequence)) {
                return;
            }
            sequence = first;
            isFirst = false;
            location = lookAtRecords(page) ? PageLog.next(page, 0) : 0;
        }
    }

    /** Returns whether the next page is to be looked at too. */
    private boolean lookAtRecords(MappedRegion page) {
        int offset = PageDescriptor.RECORDS_OFFSET;
        while (page.length() - offset >= HEAD_LENGTH) {
            long word = page.getLong(offset);
            int state = RecordDescriptor.state(word);
            if (state == END) {
                return true;
            }
            int length = page.getInt(offset + LENGTH_OFFSET);
            boolean isThere = word != 0
                    && RecordDescriptor.sequence(word, sequence) == sequence
                    && length >= 0
                    && length <= page.length() - offset - HEAD_LENGTH;
            if (!isThere) {
                return false;
            }
            note(word, page.getInt(offset + FORM_OFFSET));
            if (state == READY) {
                return false;
            }
            offset += RecordDescriptor.recordLength(length);
            sequence++;
        }
        return true;
    }

    private void note(long word, int form) {
        int state = RecordDescriptor.state(word);
        long putMillis = RecordDescriptor.putMillis(form, nowMillis);
        if (state == CLAIMED || state == MOVING) {
            inFlight++;
            if (items.size() < QueueContent.MAX_ITEMS) {
                // The highest bit marks an item that is being forwarded.
                int slot = RecordDescriptor.slot(word) & ControlDescriptor.SLOT_COUNT - 1;
                items.add(new SeenItems.Item(sequence, slot, RecordDescriptor.deliveries(word), putMillis));
            }
        }
        boolean isWaiting = state == READY || state == RETURNED;
        if (isWaiting && oldestWaitingMillis == 0) {
            oldestWaitingMillis = putMillis;
        }
        if (state == RETURNED || (state == CLAIMED || state == MOVING) && RecordDescriptor.deliveries(word) > 1) {
            redelivered++;
        }
    }
}
