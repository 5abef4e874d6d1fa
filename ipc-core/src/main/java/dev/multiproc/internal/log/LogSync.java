package dev.multiproc.internal.log;

import dev.multiproc.internal.control.DirectorySync;
import dev.multiproc.internal.control.MappedRegion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Writes a log to the disk, for puts that wait for it: what is read after a crash of the machine ends at the first record that is not there. */
final class LogSync {
    private final PageLog log;
    private final LogCounters counters;

    LogSync(PageLog log, LogCounters counters) {
        this.log = log;
        this.counters = counters;
    }

    /**
     * Waits until all is on the disk that is in the log up to a place, and is not done: what is retired needs no disk any more.
     *
     * @param page the page of the place
     * @param end where in the page's file it is
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

    /** Gives the next page; the same one, and nothing is written, if its file was retired meanwhile. */
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
            // Retired, or open() would have said so.
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
                // Retired meanwhile: there is another that is the oldest.
                assert log.isRetired(oldest);
            }
        }
    }

    /** The file of the log that is being synced. */
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
