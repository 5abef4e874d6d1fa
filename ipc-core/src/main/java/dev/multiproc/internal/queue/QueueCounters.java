package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.queue.ConsumerDeath;
import dev.multiproc.queue.QueueOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A queue's counters in the control file.
 *
 * <pre>
 *  0       4       8       12      16      20      24      28
 *  +-------+-------+-------+-------+-------+-------+-------+
 *  |capac. |max del|policy |check  |shut   |lost   |looks  |
 *  +-------+-------+-------+-------+-------+-------+-------+
 *  set at creation, except that shut goes from 0 to 1 or 2, and lost to 1, once, and looks counts up; check: checksum of what is before it
 *  32              40              48              56
 *  +---------------+---------------+---------------+-------+
 *  | lease         | first delay   | longest delay |check  |     set at creation, in nanoseconds; 0: there is none
 *  +---------------+---------------+---------------+-------+
 *  128             160             168             176     180     184             192             232
 *  +---------------+---------------+---------------+-------+-------+---------------+---------------+
 *  | append lock   | tail          | tail's page   |offset | pad   | published     | intention     |  written by producers
 *  +---------------+---------------+---------------+-------+-------+---------------+---------------+
 *  256             264             272
 *  +---------------+---------------+---------------+
 *  | head          | head's page   | taken         |         written by consumers when they claim
 *  +---------------+---------------+---------------+
 *  384             392             400
 *  +---------------+---------------+
 *  | low           | low's page    |                         written by consumers when they finish
 *  +---------------+---------------+
 *  448             480             488             496             512
 *  +---------------+---------------+---------------+---------------+
 *  | return lock   | returned      | next due time |first returned |  returned: how many in the lower half, delayed in the upper
 *  +---------------+---------------+---------------+---------------+
 *  512: not empty   576: not full   640: finished   (events)   704: counters of the page log
 * </pre>
 *
 * <p>Sequence numbers count items from 0. All counters are caches of what the records say:
 *
 * <pre>
 *  tail      how many items were put           written under the append lock, before the record is published; if a
 *                                              producer dies before it publishes, its count is taken back
 *  published how many items can be taken       written under the append lock, after the record is published
 *  head      all records before it are not READY    raised by whoever has scanned up to it; may be behind while items wait
 *  taken     where a record is that was claimed,    written now and then by whoever has claimed it; a hint, which may
 *            as all before it; 0: not known         go back
 *  low       all records before it are DONE         raised by whoever has scanned up to it
 *  returned  how many records are RETURNED     written under the return lock; counted again when its holder died
 *            and can be delivered
 *  delayed   how many are RETURNED and wait    the same; counted again when the next due time has come
 *            for their time
 *  first     no record before it is RETURNED     see {@link FirstReturned}
 *  returned  and can be delivered
 *  next due  no lease and no delay ends before lowered before a record is claimed or given back; found again under the
 *  time      it; 0: there is none              return lock when it has come
 *  looks     raised when consumers of a queue that is shut down must check again whether any item may still come
 * </pre>
 *
 * <p>So {@code published - head + returned} items wait, and a join waits until {@code low} reaches {@code tail}. No
 * counter can become wrong when a process is killed between changing a record and counting it. And no counter reports
 * an item as waiting before its producer, which may be stopped, has published it.
 */
final class QueueCounters {
    private static final int CAPACITY = 0;
    private static final int MAX_DELIVERIES = CAPACITY + Integer.BYTES;
    private static final int POLICY = MAX_DELIVERIES + Integer.BYTES;
    private static final int CHECKSUM = POLICY + Integer.BYTES;
    private static final int SHUTDOWN = CHECKSUM + Integer.BYTES;
    private static final int LOST = SHUTDOWN + Integer.BYTES;
    private static final int LOOKS = LOST + Integer.BYTES;
    private static final int LEASE = 32;
    private static final int FIRST_DELAY = LEASE + Long.BYTES;
    private static final int MAX_DELAY = FIRST_DELAY + Long.BYTES;
    private static final int TIMES_CHECKSUM = MAX_DELAY + Long.BYTES;
    private static final int APPEND_LOCK = 128;
    private static final int TAIL = APPEND_LOCK + RobustLock.LENGTH;
    private static final int TAIL_PAGE = TAIL + Long.BYTES;
    private static final int TAIL_OFFSET = TAIL_PAGE + Long.BYTES;
    private static final int PUBLISHED = TAIL_OFFSET + 2 * Integer.BYTES;
    private static final int INTENTION = PUBLISHED + Long.BYTES;
    private static final int HEAD = 256;
    private static final int HEAD_PAGE = HEAD + Long.BYTES;
    private static final int TAKEN = HEAD_PAGE + Long.BYTES;
    private static final int LOW = 384;
    private static final int LOW_PAGE = LOW + Long.BYTES;
    private static final int RETURN_LOCK = 448;
    private static final int RETURNED = RETURN_LOCK + RobustLock.LENGTH;
    private static final int DUE = RETURNED + Long.BYTES;
    private static final int FIRST_RETURNED = DUE + Long.BYTES;
    private static final int NOT_EMPTY = 512;
    private static final int NOT_FULL = 576;
    private static final int FINISHED = 640;
    private static final int PAGES = 704;
    static final int LENGTH = PAGES + PageLog.COUNTERS_LENGTH;

    // How it was shut down.
    private static final int SHUT = 1;
    private static final int SHUT_AND_DROPPED = 2;

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

    /** Writes the fields that never change, before the object is published. */
    static void initialize(MappedRegion region, int base, QueueOptions options) {
        region.setInt(base + CAPACITY, options.capacity());
        region.setInt(base + MAX_DELIVERIES, options.maxDeliveries());
        region.setInt(base + POLICY, policyNumber(options.onConsumerDeath()) | (options.syncToDisk() ? SYNCED : 0));
        region.setInt(base + CHECKSUM, region.checksum(base, CHECKSUM));
        region.setLong(
                base + LEASE,
                options.lease().isEmpty() ? 0 : nanos(options.lease().get()));
        region.setLong(base + FIRST_DELAY, nanos(options.firstRetryDelay()));
        region.setLong(base + MAX_DELAY, nanos(options.maxRetryDelay()));
        region.setInt(base + TIMES_CHECKSUM, region.checksum(base + LEASE, TIMES_CHECKSUM - LEASE));
    }

    private static long nanos(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }

    /** Clears everything except the options, the one-time flags and the intention, which is settled afterwards. */
    void clear() {
        int end = INTENTION + Intention.LENGTH;
        region.putBytes(base + APPEND_LOCK, new byte[INTENTION - APPEND_LOCK]);
        region.putBytes(base + end, new byte[LENGTH - end]);
    }

    /** What the holder of the append lock is about to do with another record. */
    Intention intention() {
        return new Intention(region, base + INTENTION);
    }

    /** Where the search for a record that was given back begins. */
    FirstReturned firstReturned() {
        return new FirstReturned(region, base + FIRST_RETURNED);
    }

    /** Whether the options match their checksum and the one-time flags are valid. */
    boolean isSound() {
        return region.getInt(base + CHECKSUM) == region.checksum(base, CHECKSUM)
                && areTimesSound()
                && region.getInt(base + SHUTDOWN) >= 0
                && region.getInt(base + SHUTDOWN) <= SHUT_AND_DROPPED
                && isFlag(region.getInt(base + LOST));
    }

    /** A queue made by an older version has no times and no checksum of them. */
    private boolean areTimesSound() {
        int checksum = region.getInt(base + TIMES_CHECKSUM);
        return checksum == region.checksum(base + LEASE, TIMES_CHECKSUM - LEASE)
                || checksum == 0 && leaseNanos() == 0 && firstDelayNanos() == 0 && maxDelayNanos() == 0;
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

    /** The most items that may wait; 0 for no limit. */
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

    /** How long a consumer may hold an item; 0 for as long as it lives. */
    long leaseNanos() {
        return region.getLong(base + LEASE);
    }

    /** How long an item waits that was delivered once and not finished. */
    long firstDelayNanos() {
        return region.getLong(base + FIRST_DELAY);
    }

    long maxDelayNanos() {
        return region.getLong(base + MAX_DELAY);
    }

    boolean isShutdown() {
        return region.getIntVolatile(base + SHUTDOWN) != 0;
    }

    /** Whether what waits is to be dropped. */
    boolean isDropped() {
        return isDropped(shutdownState());
    }

    static boolean isDropped(int state) {
        return state == SHUT_AND_DROPPED;
    }

    /** 0 if the queue is not shut down. */
    int shutdownState() {
        return region.getIntVolatile(base + SHUTDOWN);
    }

    /** Under the append lock. */
    void setShutdown(boolean isDropped) {
        region.setIntVolatile(base + SHUTDOWN, isDropped || isDropped() ? SHUT_AND_DROPPED : SHUT);
    }

    boolean hasLost() {
        return region.getIntVolatile(base + LOST) != 0;
    }

    void setLost() {
        region.setIntVolatile(base + LOST, 1);
    }

    /** Counts up only in a queue that is shut down. */
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

    /** Where a record is that was claimed, as were all before it; 0 if that is not known. Near the head. */
    long taken() {
        return region.getLongAcquire(base + TAKEN);
    }

    void setTaken(long location) {
        region.setLongRelease(base + TAKEN, location);
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

    /** How many items were given back and can be delivered. */
    int returned() {
        return (int) region.getLongVolatile(base + RETURNED);
    }

    /** How many items were given back, and the time has not come at which they are delivered again. */
    int delayed() {
        return (int) (region.getLongVolatile(base + RETURNED) >>> Integer.SIZE);
    }

    /** Whether any item was given back, delayed or not. */
    boolean isAnyReturned() {
        return region.getLongVolatile(base + RETURNED) != 0;
    }

    /** Under the return lock. In one step, so that no item seems to be gone. */
    void setReturned(int count, int delayed) {
        region.setLongVolatile(base + RETURNED, (long) delayed << Integer.SIZE | count);
    }

    /** A time that is not later than any end of a lease or of a delay; {@link Deadline#NEVER} if there is none. */
    long due() {
        long time = region.getLongVolatile(base + DUE);
        return time == 0 ? Deadline.NEVER : time;
    }

    /** Makes the next due time as early as this one. Returns false if it was. A full fence. */
    boolean lowerDue(long time) {
        while (true) {
            long now = region.getLongVolatile(base + DUE);
            if (now != 0 && now <= time) {
                return false;
            }
            if (region.compareAndSetLong(base + DUE, now, time)) {
                return true;
            }
        }
    }

    /** Under the return lock, before all due times are looked at. */
    void clearDue() {
        region.setLongVolatile(base + DUE, 0);
    }

    boolean isReturnLockFree() {
        return region.getIntVolatile(base + RETURN_LOCK) == 0;
    }

    /**
     * How many items wait to be taken. {@link #fresh} reads again if the head moved meanwhile, so its two numbers
     * belong together.
     */
    long waiting() {
        return fresh() + returned();
    }

    /** How many of the waiting items were never delivered. */
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

    /**
     * Whether an attempt to take an item may succeed. False if the only waiting items are returned ones and another
     * process holds their lock.
     */
    boolean mayClaim() {
        return fresh() > 0 || returned() > 0 && isReturnLockFree();
    }

    boolean isFull() {
        return room() == 0;
    }

    /** How many more items fit. */
    long room() {
        return capacity == 0 ? Long.MAX_VALUE : Math.max(0, capacity - waiting());
    }
}
