package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.queue.ConsumerDeath;
import dev.multiproc.queue.QueueOptions;

/**
 * A queue's words in the control file.
 *
 * <pre>
 *  0       4       8       12      16      20      24      28
 *  +-------+-------+-------+-------+-------+-------+-------+
 *  |capac. |max del|policy |check  |shut   |lost   |looks  |  set when made, check is of those before; shut, lost go up once
 *  +-------+-------+-------+-------+-------+-------+-------+
 *  128             160             168             176     180     184             192
 *  +---------------+---------------+---------------+-------+-------+---------------+
 *  | append lock   | tail          | tail's page   |offset | pad   | published     |  producers
 *  +---------------+---------------+---------------+-------+-------+---------------+
 *  256             264             272
 *  +---------------+---------------+
 *  | head          | head's page   |                         consumers, when they claim
 *  +---------------+---------------+
 *  384             392             400
 *  +---------------+---------------+
 *  | low           | low's page    |                         consumers, when they finish
 *  +---------------+---------------+
 *  448             480             488
 *  +---------------+---------------+
 *  | return lock   | returned      |
 *  +---------------+---------------+
 *  512: not empty   576: not full   640: finished   (events)   704: the page log's words
 * </pre>
 *
 * <p>Sequence numbers count items from 0. All three are caches of what the records say:
 *
 * <pre>
 *  tail      how many items were put           written under the append lock, before the record is published; what a
 *                                              producer counted and did not publish before it died is taken back
 *  published how many items can be taken       written under the append lock, after the record is published
 *  head      all records before it are not READY    raised by whoever has walked up to it
 *  low       all records before it are DONE         raised by whoever has walked up to it
 *  returned  how many records are RETURNED     written under the return lock; counted again when its holder died
 *  looks     goes up when takers of a queue that is shut down are to look anew whether any item may still come
 * </pre>
 *
 * <p>So {@code published - head + returned} items wait, and a join waits until {@code low} reaches {@code tail}. There is no
 * counter to go wrong when a process is killed between an item's word and a count, and none that says of an item that it waits
 * while its producer, stopped perhaps, has yet to publish it.
 */
final class QueueCounters {
    private static final int CAPACITY = 0;
    private static final int MAX_DELIVERIES = CAPACITY + Integer.BYTES;
    private static final int POLICY = MAX_DELIVERIES + Integer.BYTES;
    private static final int CHECKSUM = POLICY + Integer.BYTES;
    private static final int SHUTDOWN = CHECKSUM + Integer.BYTES;
    private static final int LOST = SHUTDOWN + Integer.BYTES;
    private static final int LOOKS = LOST + Integer.BYTES;
    private static final int APPEND_LOCK = 128;
    private static final int TAIL = APPEND_LOCK + RobustLock.LENGTH;
    private static final int TAIL_PAGE = TAIL + Long.BYTES;
    private static final int TAIL_OFFSET = TAIL_PAGE + Long.BYTES;
    private static final int PUBLISHED = TAIL_OFFSET + 2 * Integer.BYTES;
    private static final int HEAD = 256;
    private static final int HEAD_PAGE = HEAD + Long.BYTES;
    private static final int LOW = 384;
    private static final int LOW_PAGE = LOW + Long.BYTES;
    private static final int RETURN_LOCK = 448;
    private static final int RETURNED = RETURN_LOCK + RobustLock.LENGTH;
    private static final int NOT_EMPTY = 512;
    private static final int NOT_FULL = 576;
    private static final int FINISHED = 640;
    private static final int PAGES = 704;
    static final int LENGTH = PAGES + PageLog.COUNTERS_LENGTH;

    private static final int REDELIVER = 0;
    private static final int DISCARD = 1;
    private static final int FAIL_JOIN = 2;
    private static final int POLICY_MASK = 0xff;
    /** A bit of the policy: puts wait for the disk. */
    private static final int SYNCED = 0x100;

    private final MappedRegion region;
    private final int base;
    private final int capacity;

    QueueCounters(MappedRegion region, int base) {
        this.region = region;
        this.base = base;
        this.capacity = region.getIntVolatile(base + CAPACITY);
    }

    /** Writes what does not change, before the object is published. */
    static void initialize(MappedRegion region, int base, QueueOptions options) {
        region.setInt(base + CAPACITY, options.capacity());
        region.setInt(base + MAX_DELIVERIES, options.maxDeliveries());
        region.setInt(base + POLICY, policyNumber(options.onConsumerDeath()) | (options.syncToDisk() ? SYNCED : 0));
        region.setInt(base + CHECKSUM, region.checksum(base, CHECKSUM));
    }

    /** Forgets all but how the queue was made and what was said of it once. */
    void clear() {
        region.putBytes(base + APPEND_LOCK, new byte[LENGTH - APPEND_LOCK]);
    }

    /** Whether how the queue was made, and what was said of it once, is as it was written. */
    boolean isSound() {
        return region.getInt(base + CHECKSUM) == region.checksum(base, CHECKSUM)
                && isFlag(region.getInt(base + SHUTDOWN))
                && isFlag(region.getInt(base + LOST));
    }

    private static boolean isFlag(int word) {
        return word == 0 || word == 1;
    }

    private static int policyNumber(ConsumerDeath policy) {
        return switch (policy) {
            case REDELIVER -> REDELIVER;
            case DISCARD -> DISCARD;
            case FAIL_JOIN -> FAIL_JOIN;
        };
    }

    MappedRegion region() {
        return region;
    }

    int appendLock() {
        return base + APPEND_LOCK;
    }

    int returnLock() {
        return base + RETURN_LOCK;
    }

    int notEmpty() {
        return base + NOT_EMPTY;
    }

    int notFull() {
        return base + NOT_FULL;
    }

    int finished() {
        return base + FINISHED;
    }

    int pages() {
        return base + PAGES;
    }

    /** 0 for no limit. */
    int capacity() {
        return capacity;
    }

    int maxDeliveries() {
        return region.getInt(base + MAX_DELIVERIES);
    }

    ConsumerDeath policy() {
        return switch (region.getInt(base + POLICY) & POLICY_MASK) {
            case DISCARD -> ConsumerDeath.DISCARD;
            case FAIL_JOIN -> ConsumerDeath.FAIL_JOIN;
            default -> ConsumerDeath.REDELIVER;
        };
    }

    boolean isSynced() {
        return (region.getInt(base + POLICY) & SYNCED) != 0;
    }

    boolean isShutdown() {
        return region.getIntVolatile(base + SHUTDOWN) != 0;
    }

    void setShutdown() {
        region.setIntVolatile(base + SHUTDOWN, 1);
    }

    boolean hasLost() {
        return region.getIntVolatile(base + LOST) != 0;
    }

    void setLost() {
        region.setIntVolatile(base + LOST, 1);
    }

    /** Of a queue that is shut down. */
    int looks() {
        return region.getIntVolatile(base + LOOKS);
    }

    void addLook() {
        region.getAndAddInt(base + LOOKS, 1);
    }

    long tail() {
        return region.getLongVolatile(base + TAIL);
    }

    long tailPage() {
        return region.getLongVolatile(base + TAIL_PAGE);
    }

    int tailOffset() {
        return region.getInt(base + TAIL_OFFSET);
    }

    /** Under the append lock. */
    void setTail(long tail, int offset) {
        setTailCount(tail);
        setPublished(tail, offset);
    }

    /** Under the append lock. */
    void setTailCount(long tail) {
        region.setLongRelease(base + TAIL, tail);
    }

    /** Under the append lock. */
    void setPublished(long published, int offset) {
        region.setInt(base + TAIL_OFFSET, offset);
        region.setLongRelease(base + PUBLISHED, published);
    }

    /** Under the append lock. */
    void setTailPage(long page, int offset) {
        region.setInt(base + TAIL_OFFSET, offset);
        region.setLongVolatile(base + TAIL_PAGE, page);
    }

    long head() {
        return region.getLongVolatile(base + HEAD);
    }

    void raiseHead(long sequence) {
        region.raiseLong(base + HEAD, sequence);
    }

    long headPage() {
        return region.getLongVolatile(base + HEAD_PAGE);
    }

    void raiseHeadPage(long page) {
        region.raiseLong(base + HEAD_PAGE, page);
    }

    long low() {
        return region.getLongVolatile(base + LOW);
    }

    boolean raiseLow(long sequence) {
        return region.raiseLong(base + LOW, sequence);
    }

    long lowPage() {
        return region.getLongVolatile(base + LOW_PAGE);
    }

    void raiseLowPage(long page) {
        region.raiseLong(base + LOW_PAGE, page);
    }

    long returned() {
        return region.getLongVolatile(base + RETURNED);
    }

    /** Under the return lock. */
    void setReturned(long count) {
        region.setLongVolatile(base + RETURNED, count);
    }

    boolean isReturnLockFree() {
        return region.getIntVolatile(base + RETURN_LOCK) == 0;
    }

    /** How many items wait to be taken: now, so head must not have moved while the other was read. */
    long waiting() {
        return fresh() + returned();
    }

    /** How many of them were never handed out. */
    long fresh() {
        long head = head();
        while (true) {
            long published = region.getLongVolatile(base + PUBLISHED);
            long again = head();
            if (again == head) {
                return Math.max(0, published - head);
            }
            head = again;
        }
    }

    /** Whether an attempt to take an item is worth while: not if all that wait are behind a lock that somebody holds. */
    boolean mayClaim() {
        return fresh() > 0 || returned() > 0 && isReturnLockFree();
    }

    boolean isFull() {
        return room() == 0;
    }

    /** For how many items there is room. */
    long room() {
        return capacity == 0 ? Long.MAX_VALUE : Math.max(0, capacity - waiting());
    }
}
