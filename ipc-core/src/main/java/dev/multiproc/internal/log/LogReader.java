package dev.multiproc.internal.log;

import dev.multiproc.internal.control.MappedRegion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Reads the pages of a log whose processes are not disturbed, and which this process does not join. It maps nothing, since a file
 * may be cut or used again at any time; whoever reads has to compare the numbers in it with those that it expects.
 *
 * <p>Used by one thread.
 */
public final class LogReader implements AutoCloseable {
    /** Few enough for items that are large, since only the head of each record is read; enough for many that are small. */
    private static final int CHUNK = 8 * 1024;

    private final Path directory;
    private final byte[] bytes = new byte[CHUNK];
    private final MappedRegion chunk = MappedRegion.onHeapOutside(CHUNK);
    private int cycle = -1;
    private RandomAccessFile file;
    private int page;
    /** Where in the file the chunk is. */
    private int chunkBegin;

    private int chunkLength;

    public LogReader(Path directory) {
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
        return Math.max(page, new LogCounters(control, counters).firstPage());
    }

    /** Moves to a page; false if it is not there any more. */
    public boolean moveToPage(long location) throws IOException {
        if (PageDescriptor.cycle(location) != cycle) {
            close();
            cycle = PageDescriptor.cycle(location);
            try {
                file = new RandomAccessFile(LogDirectory.file(directory, cycle).toFile(), "r");
            } catch (FileNotFoundException e) {
                return false;
            }
        }
        page = PageDescriptor.offset(location);
        // What follows was not there yet, or was changed since.
        chunkLength = 0;
        int length = pageLength();
        return length > PageDescriptor.RECORDS_OFFSET && length <= PageDescriptor.PAGE_LENGTH;
    }

    /** The length of the page, -1 if there is none. */
    public int pageLength() throws IOException {
        return getInt(PageDescriptor.MAGIC_OFFSET) == PageDescriptor.MAGIC ? getInt(PageDescriptor.LENGTH_OFFSET) : -1;
    }

    /** The sequence number of the page's first record, -1 if no producer has begun the page yet. */
    public long first() throws IOException {
        return getLong(PageDescriptor.FIRST_OFFSET) - 1;
    }

    /** The location of the next page, 0 until there is one. */
    public long next() throws IOException {
        return getLong(PageDescriptor.NEXT_OFFSET);
    }

    /** The word at an offset from the page's begin; 0 behind the end of the file. */
    public long getLong(int offset) throws IOException {
        int at = find(page + offset, Long.BYTES);
        return at < 0 ? 0 : chunk.getLong(at);
    }

    /** The same. */
    public int getInt(int offset) throws IOException {
        int at = find(page + offset, Integer.BYTES);
        return at < 0 ? 0 : chunk.getInt(at);
    }

    /** Where in the chunk a word of the file is; -1 if it is behind the end of the file. */
    private int find(int offset, int length) throws IOException {
        if (offset < chunkBegin || offset + length > chunkBegin + chunkLength) {
            file.seek(offset);
            chunkBegin = offset;
            chunkLength = Math.max(0, file.read(bytes));
            chunk.putBytes(0, bytes, 0, chunkLength);
        }
        return offset + length > chunkBegin + chunkLength ? -1 : offset - chunkBegin;
    }

    @Override
    public void close() throws IOException {
        cycle = -1;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
