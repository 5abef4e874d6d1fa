package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Copies pages of a log whose processes are not disturbed, and which this process does not join. It maps nothing, since a file may
 * be cut or used again at any time; whoever reads a copy has to compare its numbers with those that it expects.
 */
public final class PageCopies {
    private final Path directory;

    public PageCopies(Path directory) {
        this.directory = directory;
    }

    /**
     * Where to begin to read.
     *
     * @param control a copy of the control file
     * @param counters where the log's counters are in it
     * @param page a page of the log, or 0
     * @return the location of that page, or of the first page; 0 if there is none
     */
    public static long begin(MappedRegion control, int counters, long page) {
        LogCounters log = new LogCounters(control, counters);
        long begin = Math.max(page, log.firstPage());
        return PageDescriptor.cycle(begin) < log.oldest() ? 0 : begin;
    }

    /**
     * A copy of a page, which begins at 0.
     *
     * @return null if the page is not there any more
     */
    public MappedRegion copy(long location) throws IOException {
        Path file = LogDirectory.file(directory, PageDescriptor.cycle(location));
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = new byte[PageDescriptor.RECORDS_OFFSET];
            MappedRegion header = read(log, location, head);
            int length = header == null ? 0 : PageLog.length(header, 0);
            return length <= PageDescriptor.RECORDS_OFFSET || length > PageDescriptor.PAGE_LENGTH
                    ? null
                    : read(log, location, new byte[length]);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static MappedRegion read(RandomAccessFile log, long location, byte[] bytes) throws IOException {
        log.seek(PageDescriptor.offset(location));
        int length = 0;
        while (length < bytes.length) {
            int count = log.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return null;
            }
            length += count;
        }
        MappedRegion region = MappedRegion.onHeapOutside(bytes.length);
        region.putBytes(0, bytes);
        return region;
    }
}
