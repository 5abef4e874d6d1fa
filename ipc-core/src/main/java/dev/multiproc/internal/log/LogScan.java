package dev.multiproc.internal.log;

import static dev.multiproc.internal.log.PageDescriptor.ALIGNMENT;
import static dev.multiproc.internal.log.PageDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.PAGE_LENGTH;
import static dev.multiproc.internal.log.PageDescriptor.RECORDS_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.SHORT_PAGE_LENGTH;

import dev.multiproc.internal.control.MappedRegion;
import java.util.ArrayList;
import java.util.List;

/** Finds the pages of a file by its content alone, without the counters and links that lead to them. */
final class LogScan {
    /** Chronicle's header and index come first, so the first page begins before this offset. */
    private static final int FIRST_PAGE_BEFORE = 128 * 1024;
    /** Between two pages come the header of the next document and padding that aligns its page. */
    private static final int GAP = 4 * ALIGNMENT;
    /** Bits in Chronicle's document header: the document is incomplete, or is not data. */
    private static final int NO_DOCUMENT = 0xc000_0000;

    private LogScan() {}

    /** The offsets of the complete pages of a file, in order. */
    static List<Integer> pages(MappedRegion region) {
        List<Integer> pages = new ArrayList<>();
        int page = first(region);
        while (page >= 0) {
            pages.add(page);
            int end = page + region.getInt(page + LENGTH_OFFSET);
            page = find(region, end, end + GAP);
        }
        return pages;
    }

    /** The offset of the first page of a file; -1 if there is none. */
    static int first(MappedRegion region) {
        return find(region, 0, FIRST_PAGE_BEFORE);
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
                && length <= PAGE_LENGTH
                && length % ALIGNMENT == 0
                && at <= region.length() - length
                && isCommitted(region, at, length);
    }

    /**
     * Whether the page's document is committed: then Chronicle's header, a little before the page, holds the length
     * only.
     */
    private static boolean isCommitted(MappedRegion region, int page, int pageLength) {
        return head(region, page, pageLength) >= 0;
    }

    /** The offset of Chronicle's header of a page's document; -1 if there is none. */
    private static int head(MappedRegion region, int page, int pageLength) {
        int documentLength = pageLength + ALIGNMENT;
        for (int head = page - Integer.BYTES; head >= Math.max(0, page - ALIGNMENT); head -= Integer.BYTES) {
            if (region.getInt(head) == documentLength) {
                return head;
            }
        }
        return -1;
    }

    /** Whether a complete document follows the last page that was found: then it holds a damaged page. */
    static boolean hasMoreBehind(MappedRegion region, int page) {
        int length = region.getInt(page + LENGTH_OFFSET);
        int end = head(region, page, length) + Integer.BYTES + length + ALIGNMENT;
        if (end > region.length() - Integer.BYTES) {
            return false;
        }
        int next = region.getInt(end);
        return next != 0 && (next & NO_DOCUMENT) == 0;
    }

    /**
     * Whether a file in which no page is found was in use all the same: part of a first page's header exists, with a
     * record behind it. The beginning of a reused file is zero until it has a page.
     */
    static boolean isUsed(MappedRegion region) {
        int end = Math.min(LogDirectory.HEADER_BYTES, region.length()) - RECORDS_OFFSET - Long.BYTES;
        for (int at = 0; at <= end; at += ALIGNMENT) {
            if (hasSomeOfHead(region, at) && region.getLong(at + RECORDS_OFFSET) != 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasSomeOfHead(MappedRegion region, int at) {
        int length = region.getInt(at + LENGTH_OFFSET);
        return region.getInt(at + MAGIC_OFFSET) == MAGIC
                || length == SHORT_PAGE_LENGTH
                || length == PAGE_LENGTH
                || isCommitted(region, at, SHORT_PAGE_LENGTH)
                || isCommitted(region, at, PAGE_LENGTH);
    }
}
