package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.END;
import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.SetAside;
import dev.multiproc.internal.log.LogSurvey;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.object.ObjectSurvey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares the log of a queue that no process uses with its counters in the control file. Checks each record. A record
 * that cannot be read counts as damage, since nobody can tell where the next record begins. The survey changes nothing.
 *
 * <p>A single wrong counter does no harm. If all counters know of more items than the log holds, the log was cut. That
 * is damage too, unless the machine was restarted before it had written the rest to disk.
 */
final class QueueSurvey implements ObjectSurvey {
    private static final long UNKNOWN = -1;

    private final String name;
    private final MappedRegion control;
    private final int base;
    private final Path directory;
    private final QueueCounters counters;
    private final boolean isNewBoot;
    private final LogSurvey log;
    private final String damage;

    /** The sequence number the next record must have. */
    private long sequence = UNKNOWN;

    private long tailPage;
    private int tailOffset;
    private long firstSequence = UNKNOWN;
    private boolean isFirstUnnumbered;
    private long head = UNKNOWN;
    private long headPage;
    private long low = UNKNOWN;
    private long lowPage;
    private long returned;
    private long unfinished;
    private boolean isAtEnd;

    /**
     * Surveys a queue.
     *
     * @param base where its counters start in the control file
     * @param isNewBoot whether the machine was restarted since the queue was used, so that data that was not yet on
     *     disk may be lost
     */
    QueueSurvey(String name, MappedRegion control, int base, Path directory, boolean isNewBoot) throws IOException {
        this.name = name;
        this.control = control;
        this.base = base;
        this.directory = directory;
        this.counters = new QueueCounters(control, base);
        this.isNewBoot = isNewBoot;
        log = LogSurvey.of(directory, LogSurvey.Known.of(control, counters.pages(), counters.low()), this::look);
        damage = findDamage();
    }

    /** Surveys a queue, whose files must be readable; see the constructor. */
    static ObjectSurvey of(String name, MappedRegion words, Path directory, boolean isNewBoot) {
        try {
            return new QueueSurvey(name, words, 0, directory, isNewBoot);
        } catch (IOException e) {
            throw FileTrouble.of("cannot read the log of a queue", directory, e);
        }
    }

    private String findDamage() {
        if (!counters.isSound()) {
            return "its options in the control file do not agree with their checksum";
        }
        if (log.damage() != null && !(log.hasUnusable() && isNewBoot)) {
            return log.damage();
        }
        return isNewBoot ? null : findLoss();
    }

    private String findLoss() {
        if (log.lacksBegin(counters.lowPage(), firstSequence)) {
            return "it begins with item " + firstSequence + ", and its control file knows that item " + counters.low()
                    + " is not done";
        }
        boolean isCut = counters.tail() > tail()
                && counters.tailPage() != 0
                && (!log.pages().contains(counters.tailPage())
                        || counters.tailPage() == tailPage && counters.tailOffset() > tailOffset);
        return isCut ? "it ends at item " + tail() + ", and its control file knows " + counters.tail() : null;
    }

    /** Checks the records of a page. Returns what is wrong, or null. */
    private String look(MappedRegion region, long location) {
        int page = PageDescriptor.offset(location);
        long first = PageLog.first(region, page);
        if (first == UNKNOWN && tailPage == 0) {
            // A producer appended this page to an empty log and died before it numbered the page.
            first = 0;
            isFirstUnnumbered = true;
        }
        if (isAtEnd || first == UNKNOWN) {
            isAtEnd = true;
            return first == UNKNOWN ? null : wrong(location, page, "a page is not in its place");
        }
        if (sequence != UNKNOWN && first != sequence) {
            return wrong(location, page, "a page begins with item " + first + " in place of " + sequence);
        }
        if (sequence == UNKNOWN) {
            firstSequence = first;
        }
        sequence = first;
        tailPage = location;
        return lookAtRecords(region, location, page + PageLog.length(region, page));
    }

    private String lookAtRecords(MappedRegion region, long location, int end) {
        tailOffset = PageDescriptor.offset(location) + PageDescriptor.RECORDS_OFFSET;
        while (end - tailOffset >= HEAD_LENGTH) {
            long word = region.getLongVolatile(tailOffset);
            if (word == 0) {
                isAtEnd = true;
                return null;
            }
            String wrong = check(region, location, tailOffset, end, word);
            if (wrong != null || RecordDescriptor.state(word) == END) {
                return wrong;
            }
            note(location, word);
            tailOffset += RecordDescriptor.recordLength(region.getInt(tailOffset + LENGTH_OFFSET));
            sequence++;
        }
        return null;
    }

    private String check(MappedRegion region, long location, int offset, int end, long word) {
        int state = RecordDescriptor.state(word);
        if (state == 0 || RecordDescriptor.sequence(word, sequence) != sequence) {
            return wrong(
                    location,
                    offset,
                    "a record's word is " + Long.toHexString(word) + " where item " + sequence + " should be");
        }
        if (state != END && !RecordDescriptor.isWhole(region, offset, end)) {
            return wrong(
                    location,
                    offset,
                    "a record has the length " + region.getInt(offset + LENGTH_OFFSET) + " or the form "
                            + region.getInt(offset + RecordDescriptor.FORM_OFFSET));
        }
        return null;
    }

    private static String wrong(long location, int offset, String what) {
        return what + ", file=" + PageDescriptor.cycle(location) + ", offset=" + offset;
    }

    private void note(long location, long word) {
        int state = RecordDescriptor.state(word);
        if (state == READY && head == UNKNOWN) {
            head = sequence;
            headPage = location;
        }
        if (state != DONE) {
            unfinished++;
        }
        if (state != DONE && low == UNKNOWN) {
            low = sequence;
            lowPage = location;
        }
        if (state == RETURNED) {
            returned++;
        }
    }

    @Override
    public boolean isDamaged() {
        return damage != null;
    }

    @Override
    public void check() {
        if (damage != null) {
            throw LogSurvey.damaged(directory, damage + ", queue=" + name);
        }
    }

    @Override
    public List<String> salvage(SetAside aside, Runnable removal) throws IOException {
        return new QueueSalvage(name, control, base, directory, aside).run(this, removal);
    }

    /** Whether the options of the queue are intact. */
    boolean hasOptions() {
        return counters.isSound();
    }

    /** Whether the log's files are consistent. */
    boolean isLogSound() {
        return log.damage() == null;
    }

    /** Makes the counters in the control file claim no more than the log holds. */
    void believeLog() {
        counters.setTailPage(tailPage, tailOffset);
        counters.setTail(tail(), tailOffset);
        counters.raiseLow(Math.max(0, firstSequence));
    }

    /** How many items were put and are not done. */
    long unfinished() {
        return unfinished;
    }

    String name() {
        return name;
    }

    /** What is wrong; null if nothing is. */
    String damage() {
        return damage;
    }

    LogSurvey log() {
        return log;
    }

    QueueCounters counters() {
        return counters;
    }

    /** How many items were put, as far as they can be found. */
    long tail() {
        return Math.max(0, sequence);
    }

    /** The page of the first record that is missing or damaged; 0 if there is no page. */
    long tailPage() {
        return tailPage;
    }

    int tailOffset() {
        return tailOffset;
    }

    /** Whether the first page does not yet state that it begins with item 0. */
    boolean isFirstUnnumbered() {
        return isFirstUnnumbered;
    }

    /** The first item that was never delivered. */
    long head() {
        return head == UNKNOWN ? tail() : head;
    }

    long headPage() {
        return head == UNKNOWN ? tailPage : headPage;
    }

    /** The first item that is not done. */
    long low() {
        return low == UNKNOWN ? tail() : low;
    }

    long lowPage() {
        return low == UNKNOWN ? tailPage : lowPage;
    }

    long returned() {
        return returned;
    }
}
