package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.DONE;
import static dev.multiproc.internal.queue.RecordDescriptor.END;
import static dev.multiproc.internal.queue.RecordDescriptor.HEAD_LENGTH;
import static dev.multiproc.internal.queue.RecordDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.queue.RecordDescriptor.READY;
import static dev.multiproc.internal.queue.RecordDescriptor.RETURNED;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.LogSurvey;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the log of a queue holds that nobody uses, compared with what its words in the control file say. Each record is looked
 * at; what cannot be is damage: behind it nobody knows where a record begins. Nothing is changed by looking.
 *
 * <p>Where a word alone is wrong it does no harm; where all of them know of more than the log holds, the log was cut, and that
 * is damage too, unless the machine was started anew and had not written the rest.
 */
public final class QueueSurvey {
    private static final long UNKNOWN = -1;

    private final String name;
    private final Path directory;
    private final QueueCounters words;
    private final boolean isNewBoot;
    private final LogSurvey log;
    private final String damage;

    /** The number the next record must have. */
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
     * Looks at a queue.
     *
     * @param base where its words stand in the control file
     * @param isNewBoot whether the machine was started anew since the queue was used, so that what was not written to disk may
     *     be lost
     */
    public QueueSurvey(String name, MappedRegion control, int base, Path directory, boolean isNewBoot)
            throws IOException {
        this.name = name;
        this.directory = directory;
        this.words = new QueueCounters(control, base);
        this.isNewBoot = isNewBoot;
        log = LogSurvey.of(directory, LogSurvey.Known.of(control, words.pages(), words.low()), this::look);
        damage = findDamage();
    }

    private String findDamage() {
        if (!words.isSound()) {
            return "its words in the control file do not agree with their checksum";
        }
        if (log.damage() != null && !(log.hasUnusable() && isNewBoot)) {
            return log.damage();
        }
        return isNewBoot ? null : findLoss();
    }

    private String findLoss() {
        if (log.lacksBegin(words.lowPage(), firstSequence)) {
            return "it begins with item " + firstSequence + ", and its control file knows that item " + words.low()
                    + " is not done";
        }
        boolean isCut = words.tail() > tail()
                && words.tailPage() != 0
                && (!log.pages().contains(words.tailPage())
                        || words.tailPage() == tailPage && words.tailOffset() > tailOffset);
        return isCut ? "it ends at item " + tail() + ", and its control file knows " + words.tail() : null;
    }

    /** Looks at the records of a page; gives what is wrong, or null. */
    private String look(MappedRegion region, long location) {
        int page = PageDescriptor.offset(location);
        long first = PageLog.first(region, page);
        if (first == UNKNOWN && tailPage == 0) {
            // Appended to an empty log, and not linked.
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

    /**
     * Refuses a queue that is damaged.
     *
     * @throws dev.multiproc.MultiprocessingException that says what is wrong, and where
     */
    public void check() {
        if (damage != null) {
            throw LogSurvey.damaged(directory, damage + ", queue=" + name);
        }
    }

    /** Whether the options of the queue are known. */
    public boolean hasOptions() {
        return words.isSound();
    }

    /** Whether all that is in the files fits together. */
    boolean isLogSound() {
        return log.damage() == null;
    }

    /** Has the words in the control file say no more than the log. */
    void believeLog() {
        words.setTailPage(tailPage, tailOffset);
        words.setTail(tail(), tailOffset);
        words.raiseLow(Math.max(0, firstSequence));
    }

    /** How many items were put, and are not done. */
    public long unfinished() {
        return unfinished;
    }

    public String name() {
        return name;
    }

    /** What is wrong; null if nothing is. */
    public String damage() {
        return damage;
    }

    public Path directory() {
        return directory;
    }

    LogSurvey log() {
        return log;
    }

    QueueCounters words() {
        return words;
    }

    /** How many items were put, of those that can be found. */
    public long tail() {
        return Math.max(0, sequence);
    }

    /** Where the first record goes that is not there, or is damaged; 0 if there is no page. */
    long tailPage() {
        return tailPage;
    }

    int tailOffset() {
        return tailOffset;
    }

    /** Whether the first page does not say yet that it begins with item 0. */
    boolean isFirstUnnumbered() {
        return isFirstUnnumbered;
    }

    /** The first item that was never handed out. */
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
