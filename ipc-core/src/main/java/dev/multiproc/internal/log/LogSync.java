package dev.multiproc.internal.log;

import dev.multiproc.internal.control.DirectorySync;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Writes a log to the disk, for a durable put. After a crash of the machine, the log is read up to the first missing
 * record, so all earlier pages must be on the disk too.
 */
final class LogSync {
    private final PageLog log;
    private final LogCounters counters;

    LogSync(PageLog log, LogCounters counters) {
        this.log = log;
        this.counters = counters;
    }

    /**
     * Waits until the log is on the disk up to a place. Retired files are left out, since their items are done.
     *
     * @param page the page of the place
     * @param end the place's offset in the page's file
     */
    void sync(long page, int end) throws IOException {
        long known = Math.max(counters.synced(), counters.firstPage());
        long at = known;
        while (at != 0 && at <= page) {
            at = log.isRetired(PageDescriptor.cycle(at)) ? firstUnretired() : syncPage(at, page, end);
        }
        if (PageDescriptor.cycle(known) != PageDescriptor.cycle(page) || known == counters.firstPage()) {
            DirectorySync.sync(log.directory());
            DirectorySync.sync(log.directory().getParent());
        }
        counters.raiseSynced(page);
    }

    /** Returns the next page. If the file was retired meanwhile, writes nothing and returns the same page. */
    private long syncPage(long at, long last, int end) throws IOException {
        try (Held held = new Held(at)) {
            MappedRegion region = held.file.region();
            int offset = PageDescriptor.offset(at);
            int length = PageLog.length(region, offset);
            long next = PageLog.next(region, offset);
            if (log.isRetired(held.file.cycle())) {
                return at;
            }
            if (length < 0) {
                throw log.damaged("there is no page at " + offset + " of file " + held.file.cycle());
            }
            int begin = Math.max(0, offset - 2 * PageDescriptor.ALIGNMENT);
            int to = at == last ? end : offset + length;
            region.force(begin, to - begin);
            return at == last ? last + 1 : next;
        } catch (NoSuchFileException e) {
            // Retired; otherwise open() would have thrown another exception.
            return at;
        }
    }

    /** The first page of the oldest file that is not retired. */
    private long firstUnretired() {
        while (true) {
            int oldest = counters.oldest();
            try (Held held = new Held(PageDescriptor.location(oldest, 0))) {
                int offset = LogScan.first(held.file.region());
                if (!log.isRetired(oldest)) {
                    return offset < 0 ? 0 : PageDescriptor.location(oldest, offset);
                }
            } catch (NoSuchFileException e) {
                // Retired meanwhile, so another file is the oldest now.
                assert log.isRetired(oldest);
            }
        }
    }

    /** Holds a file of the log. */
    private final class Held implements AutoCloseable {
        private final LogFile file;

        Held(long location) throws NoSuchFileException {
            file = log.open(PageDescriptor.cycle(location));
        }

        @Override
        public void close() {
            file.release();
        }
    }
}
