package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads the pages of a log that others may be using, from copies of its files: nothing is mapped, so nothing of it is changed or
 * kept. The copy of a file is not of one moment; and a file whose items are all done may be deleted or used again meanwhile.
 */
public final class LogReading {
    private static final int CHUNK_BYTES = 64 * 1024;
    /** Chronicle makes a file longer than what is in it. */
    private static final int MAX_BYTES = PageDescriptor.MAX_FILE_LIMIT + 4 * PageDescriptor.PAGE_LENGTH;

    private LogReading() {}

    /** Gets pages, in their order. */
    @FunctionalInterface
    public interface Visitor {
        /** Looks at a page that begins at an offset and has a number of its first record. */
        void at(MappedRegion region, int page, long first) throws IOException;
    }

    /** Reads all pages that are there. */
    public static void read(Path directory, Visitor visitor) throws IOException {
        for (int cycle : LogDirectory.cycles(directory)) {
            MappedRegion copy = copy(LogDirectory.file(directory, cycle));
            if (copy != null) {
                read(copy, visitor);
            }
        }
    }

    private static void read(MappedRegion copy, Visitor visitor) throws IOException {
        for (int page : LogScan.pages(copy)) {
            long first = PageLog.first(copy, page);
            if (first >= 0) {
                visitor.at(copy, page, first);
            }
        }
    }

    /** Null if the file is gone. */
    private static MappedRegion copy(Path file) throws IOException {
        try (InputStream stream = new FileInputStream(file.toFile())) {
            int length = (int) Math.min(MAX_BYTES, file.toFile().length());
            if (length == 0) {
                return null;
            }
            MappedRegion copy = MappedRegion.onHeapOutside(length);
            byte[] chunk = new byte[CHUNK_BYTES];
            int at = 0;
            while (at < length) {
                int count = stream.read(chunk, 0, Math.min(chunk.length, length - at));
                if (count < 0) {
                    break;
                }
                copy.putBytes(at, chunk, 0, count);
                at += count;
            }
            return copy;
        } catch (FileNotFoundException retired) {
            return null;
        }
    }
}
