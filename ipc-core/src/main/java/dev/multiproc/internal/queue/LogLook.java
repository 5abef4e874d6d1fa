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
import dev.multiproc.internal.log.LogReader;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.object.SeenItems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the items of a queue from outside, in the files, from an item on before which all are done. It stops at the first item that
 * was never taken, since none behind it was.
 */
final class LogLook {
    /** All before {@code low} are done, but thousands behind it may be too. */
    private static final int MAX_RECORDS = 20_000;

    private final QueueCounters counters;
    private final LogReader reader;
    private final long nowMillis = System.currentTimeMillis();
    private final long takenFrom;
    private final List<SeenItems.Item> items = new ArrayList<>();
    /** By the slot of the process: how many items it has taken, from that number on. */
    private final Map<Integer, Long> taken = new HashMap<>();
    /** Whether the first item that is looked at is not behind that number. */
    private boolean isTakenKnown;

    private long sequence;
    private long inFlight;
    private long redelivered;
    private long oldestWaitingMillis;

    private LogLook(QueueCounters counters, LogReader reader, long takenFrom) {
        this.counters = counters;
        this.reader = reader;
        this.takenFrom = takenFrom;
    }

    /**
     * Looks at a queue.
     *
     * @param control a copy of the control file
     * @param base where the queue's counters are in it
     * @param takenFrom the number of the item from which on it is counted who has taken them
     * @return empty if the files have gone on since the control file was copied, or there is too much to look at
     */
    static Optional<SeenItems> at(MappedRegion control, int base, Path directory, long takenFrom) throws IOException {
        QueueCounters counters = new QueueCounters(control, base);
        try (LogReader reader = new LogReader(directory)) {
            LogLook look = new LogLook(counters, reader, takenFrom);
            boolean isComplete = look.run(LogReader.begin(control, counters.pages(), counters.lowPage()));
            return isComplete ? Optional.of(look.seen()) : Optional.empty();
        }
    }

    private SeenItems seen() {
        return new SeenItems(
                inFlight,
                redelivered,
                oldestWaitingMillis,
                List.copyOf(items),
                new SeenItems.Taken(Math.max(0, sequence), isTakenKnown || sequence < 0, Map.copyOf(taken)));
    }

    /** Returns whether all was seen that is to be seen. */
    private boolean run(long begin) throws IOException {
        sequence = -1;
        for (long location = begin; location != 0; location = reader.next()) {
            boolean isThere = reader.moveToPage(location);
            long first = isThere ? reader.first() : -1;
            if (isThere && first < 0) {
                return true; // Nobody has put an item there yet.
            }
            if (!isThere || (sequence < 0 ? first > counters.low() : first != sequence)) {
                return false;
            }
            isTakenKnown |= first <= takenFrom;
            sequence = first;
            if (!lookAtRecords()) {
                return sequence - counters.low() < MAX_RECORDS;
            }
        }
        return true;
    }

    /** Returns whether it has come to the end of the page. */
    private boolean lookAtRecords() throws IOException {
        int end = reader.pageLength();
        int offset = PageDescriptor.RECORDS_OFFSET;
        while (end - offset >= HEAD_LENGTH && sequence - counters.low() < MAX_RECORDS) {
            long word = reader.getLong(offset);
            int state = RecordDescriptor.state(word);
            int length = reader.getInt(offset + LENGTH_OFFSET);
            if (word == 0 || RecordDescriptor.sequence(word, sequence) != sequence || length < 0) {
                return false;
            }
            if (state == END) {
                return true;
            }
            note(word, reader.getInt(offset + FORM_OFFSET));
            if (state == READY) {
                return false;
            }
            offset += RecordDescriptor.recordLength(length);
            sequence++;
        }
        return end - offset < HEAD_LENGTH;
    }

    private void note(long word, int form) {
        int state = RecordDescriptor.state(word);
        long putMillis = RecordDescriptor.putMillis(form, nowMillis);
        // The highest bit marks an item that is being forwarded.
        int slot = RecordDescriptor.slot(word) & ControlDescriptor.SLOT_COUNT - 1;
        if (state != READY && sequence >= takenFrom) {
            taken.merge(slot, 1L, Long::sum);
        }
        if (state == CLAIMED || state == MOVING) {
            inFlight++;
            if (items.size() < QueueContent.MAX_ITEMS) {
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
