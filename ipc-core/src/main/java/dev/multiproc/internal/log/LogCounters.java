package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.park.RobustLock;

/**
 * A log's counters in the control file.
 *
 * <pre>
 *  0               32              40      44      48      52      56              64      68      72              80      84
 *  +---------------+---------------+-------+-------+-------+-------+---------------+-------+-------+---------------+-------+---
 *  | page lock     | last page     | cycle | open  | oldest| left  | first page    |reused |sealed | synced page   | limit |pad
 *  +---------------+---------------+-------+-------+-------+-------+---------------+-------+-------+---------------+-------+---
 *
 *  open    1 from before a page is appended until it is linked. If a process takes the lock and finds 1, it searches the
 *          log for pages that are not linked
 *  cycle   the number of the file that is appended to
 *  oldest  the oldest file that is not retired; raised before any older file is deleted or reused
 *  left    all files before it are deleted
 *  reused  the last file that was made from a retired one
 *  sealed  a file to which no page is appended any more: what follows its last page is damaged
 *  synced  in a durable queue, all pages before it are on the disk or done
 *  limit   at how many bytes a file is full; set once, by the first process that needs it
 * </pre>
 */
final class LogCounters {
    /** How many bytes the counters take. */
    static final int LENGTH = 88;

    /** The number of the first file. */
    static final int FIRST_CYCLE = 1;

    private static final int LAST = RobustLock.LENGTH;
    private static final int CYCLE = LAST + Long.BYTES;
    private static final int OPEN = CYCLE + Integer.BYTES;
    private static final int OLDEST = OPEN + Integer.BYTES;
    private static final int LEFT = OLDEST + Integer.BYTES;
    private static final int FIRST_PAGE = LEFT + Integer.BYTES;
    private static final int REUSED = FIRST_PAGE + Long.BYTES;
    private static final int SEALED = REUSED + Integer.BYTES;
    private static final int SYNCED = SEALED + Integer.BYTES;
    private static final int LIMIT = SYNCED + Long.BYTES;

    private final MappedRegion region;
    private final int base;

    LogCounters(MappedRegion region, int base) {
        this.region = region;
        this.base = base;
    }

    void clear() {
        region.putBytes(base, new byte[LENGTH]);
    }

    long last() {
        return region.getLongAcquire(base + LAST);
    }

    void setLast(long page) {
        region.setLongVolatile(base + LAST, page);
    }

    int cycle() {
        return Math.max(FIRST_CYCLE, region.getIntVolatile(base + CYCLE));
    }

    void setCycle(int cycle) {
        region.setIntVolatile(base + CYCLE, cycle);
    }

    boolean isOpen() {
        return region.getIntVolatile(base + OPEN) != 0;
    }

    void setOpen(boolean isOpen) {
        region.setIntVolatile(base + OPEN, isOpen ? 1 : 0);
    }

    int oldest() {
        return region.getIntVolatile(base + OLDEST);
    }

    void raiseOldest(int cycle) {
        region.raiseInt(base + OLDEST, cycle);
    }

    int left() {
        return Math.max(FIRST_CYCLE, region.getIntVolatile(base + LEFT));
    }

    void raiseLeft(int cycle) {
        region.raiseInt(base + LEFT, cycle);
    }

    long firstPage() {
        return region.getLongAcquire(base + FIRST_PAGE);
    }

    void setFirstPage(long page) {
        region.setLongVolatile(base + FIRST_PAGE, page);
    }

    int reused() {
        return region.getInt(base + REUSED);
    }

    void setReused(int cycle) {
        region.setInt(base + REUSED, cycle);
    }

    boolean isSealed(int cycle) {
        return region.getInt(base + SEALED) == cycle;
    }

    void setSealed(int cycle) {
        region.setInt(base + SEALED, cycle);
    }

    long synced() {
        return region.getLongVolatile(base + SYNCED);
    }

    int fileLimit() {
        return region.getIntVolatile(base + LIMIT);
    }

    void setFileLimit(int bytes) {
        region.setIntVolatile(base + LIMIT, bytes);
    }

    void raiseSynced(long page) {
        region.raiseLong(base + SYNCED, page);
    }
}
