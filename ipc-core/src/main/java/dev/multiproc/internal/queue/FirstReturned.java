package dev.multiproc.internal.queue;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.log.PageDescriptor;
import dev.multiproc.internal.log.PageLog;
import java.nio.file.NoSuchFileException;

/**
 * Where the search for a record that was given back begins: no record before it is RETURNED and can be delivered. Without it each
 * take would walk over all records that were given back and taken again.
 *
 * <pre>
 *  0               8       12      16
 *  +---------------+-------+-------+
 *  | page          |index  |offset |
 *  +---------------+-------+-------+
 *
 *  page    the location of the record's page; 0: not known, the search begins at low
 *  index   how many records are before it in that page
 *  offset  where it begins in the page's file
 * </pre>
 *
 * <p>Used and changed under the return lock only, and found again from the records when a holder of that lock died.
 */
final class FirstReturned {
    static final int PAGE_OFFSET = 0;
    static final int INDEX_OFFSET = PAGE_OFFSET + Long.BYTES;
    static final int RECORD_OFFSET = INDEX_OFFSET + Integer.BYTES;
    static final int LENGTH = RECORD_OFFSET + Integer.BYTES;

    private final MappedRegion region;
    private final int base;

    FirstReturned(MappedRegion region, int base) {
        this.region = region;
        this.base = base;
    }

    /** It is not known. */
    void forget() {
        region.setLong(base + PAGE_OFFSET, 0);
    }

    /** No record before this one is RETURNED and can be delivered. */
    void set(Claim claim) {
        long first = PageLog.first(claim.region(), claim.page());
        set(PageDescriptor.location(claim.cycle(), claim.page()), (int) (claim.sequence() - first), claim.offset());
    }

    /** The same for the record at the cursor. */
    void set(Cursor cursor) {
        long first = PageLog.first(cursor.region(), PageDescriptor.offset(cursor.pageLocation()));
        set(cursor.pageLocation(), (int) (cursor.sequence() - first), cursor.offset());
    }

    private void set(long page, int index, int offset) {
        region.setLong(base + PAGE_OFFSET, page);
        region.setInt(base + INDEX_OFFSET, index);
        region.setInt(base + RECORD_OFFSET, offset);
    }

    /** Called before a record becomes RETURNED. */
    void lower(Claim claim) {
        long first = region.getLong(base + PAGE_OFFSET);
        long page = PageDescriptor.location(claim.cycle(), claim.page());
        if (page < first || page == first && claim.offset() < region.getInt(base + RECORD_OFFSET)) {
            set(claim);
        }
    }

    /** Moves a cursor there; false if it is not known, or all records of its page are done. */
    boolean find(Cursor cursor, long lowPage) throws NoSuchFileException {
        long page = region.getLong(base + PAGE_OFFSET);
        if (page == 0 || page < lowPage) {
            return false;
        }
        cursor.moveToPage(page);
        cursor.moveTo(region.getInt(base + RECORD_OFFSET), cursor.sequence() + region.getInt(base + INDEX_OFFSET));
        return true;
    }
}
