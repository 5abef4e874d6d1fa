package dev.multiproc.internal.log;

import static dev.multiproc.internal.log.PageDescriptor.ALIGNMENT;
import static dev.multiproc.internal.log.PageDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.RECORDS_OFFSET;

import dev.multiproc.internal.control.MappedRegion;
import java.util.ArrayList;
import java.util.List;

/** Finds the pages of a file by what is in it, without the words and links that lead to them. */
final class LogScan {
    /** Chronicle's header and index come first. */
    private static final int FIRST_PAGE_BEFORE = 128 * 1024;
    /** The head of the next document, and what aligns its page, come between two pages. */
    private static final int GAP = 4 * ALIGNMENT;

    private LogScan() {}

    /** The offsets of the complete pages of a file, in order. */
    static List<Integer> pages(MappedRegion region) {
        List<Integer> pages = new ArrayList<>();
        int page = find(region, 0, FIRST_PAGE_BEFORE);
        while (page >= 0) {
            pages.add(page);
            int end = page + region.getInt(page + LENGTH_OFFSET);
            page = find(region, end, end + GAP);
        }
        return pages;
    }

    private static int find(MappedRegion region, int begin, int end) {
        for (int at = PageDescriptor.alignUp(begin);
                at < end && at <= region.length() - RECORDS_OFFSET;
                at += ALIGNMENT) {
            if (isPage(region, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isPage(MappedRegion region, int at) {
        int length = region.getInt(at + LENGTH_OFFSET);
        return region.getInt(at + MAGIC_OFFSET) == MAGIC
                && length > RECORDS_OFFSET
                && length <= PageDescriptor.PAGE_LENGTH
                && length % ALIGNMENT == 0
                && at <= region.length() - length
                && isCommitted(region, at, length);
    }

    /** Whether Chronicle's head of the document, whose data begin somewhere before the page, tells the length alone. */
    private static boolean isCommitted(MappedRegion region, int page, int pageLength) {
        int documentLength = pageLength + ALIGNMENT;
        for (int head = page - Integer.BYTES; head >= Math.max(0, page - ALIGNMENT); head -= Integer.BYTES) {
            if (region.getInt(head) == documentLength) {
                return true;
            }
        }
        return false;
    }
}
