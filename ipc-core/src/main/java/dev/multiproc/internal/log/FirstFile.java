package dev.multiproc.internal.log;

import static dev.multiproc.internal.log.LogCounters.FIRST_CYCLE;
import static dev.multiproc.internal.log.PageDescriptor.ALIGNMENT;
import static dev.multiproc.internal.log.PageDescriptor.INDEX_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC_OFFSET;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.OwnAccess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the first file of a log without Chronicle, but byte for byte as Chronicle would. To load Chronicle takes 0.4 s
 * of processor time, and most logs never need a second file. As soon as Chronicle has opened the log, as its table
 * shows, only Chronicle writes to the file.
 *
 * <pre>
 *  0         40           50         c8            f0        20f0          2110      4110
 *  +---------+------------+----------+-------------+---------+-------------+---------+------+------+------+-----+
 *  | header    last document|last seq| index2index | 1024 x 8| index       | 1024 x 8| head | page | head | ...
 *  +---------+------------+----------+-------------+---------+-------------+---------+------+------+------+-----+
 *
 *  last document  the offset of the header of the last page's document
 *  last seq       the same in the upper 32 bits, the document's number in the lower 32
 *  index2index    holds the offset of the index only
 *  index          the offset of each 64th document; this class writes only the first entry
 *  head           the document's header, an int: its length, 0 until there is a document. Written last
 * </pre>
 */
final class FirstFile {
    private static final String HEADER = "\301\0\0@\271\6header\266\10SCQStore\202\252\0\0\0"
            + "\315writePosition\216\1\0\0\0\0\215\2\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"
            + "\20A\0\0\0\0\0\0\0\0\0\0\20A\0\0"
            + "\310indexing\266\14SCQSIndexing\202L\0\0\0\312indexCount\245\0\4\314indexSpacing\241@"
            + "\313index2Index\217\217\247\310\0\0\0\0\0\0\0\311lastIndex\216\0\0\0\0\247@\0\0\0\0\0\0\0"
            + "\312dataFormat\241\1\0\0\0"
            + "$\40\0@\271\13index2index\216\1\0\0\0\0\215\0\4\0\0\0\0\0\0\1\0\0\0\0\0\0\0"
            + "\360\40\0\0\0\0\0\0";
    private static final String INDEX =
            "\34\40\0@\271\5index\217\217\217\217\215\0\4\0\0\0\0\0\0\1\0\0\0\0\0\0\0\20A\0\0\0\0\0\0";

    private static final int LAST_DOCUMENT = 0x40;
    private static final int LAST_SEQUENCE = LAST_DOCUMENT + Long.BYTES;
    private static final int INDEX_AT = 0x20f0;
    private static final int FIRST_HEAD = 0x4110;
    private static final int FIRST_PAGE = PageDescriptor.alignUp(FIRST_HEAD + Integer.BYTES);

    /** The length of what is written before the first record. */
    private static final int BEGIN_BYTES = FIRST_PAGE + LENGTH_OFFSET + Integer.BYTES;

    private static final long FILE_BYTES = ChronicleLog.BLOCK_BYTES + ChronicleLog.BLOCK_BYTES / 4;
    /** The next document would need an entry in the index. */
    private static final int MOST_DOCUMENTS = 64;

    private static final long SEQUENCE_MASK = 0xffff_ffffL;

    private final Path directory;
    private final LogFiles files;

    FirstFile(Path directory, LogFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /**
     * Whether a page can be appended without Chronicle. If so and there is no page yet, prepares the file.
     *
     * @param last the location of the last page, in this file; 0 if there is none
     */
    boolean canAppend(long last, int length) throws IOException {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN || LogDirectory.hasTable(directory)) {
            return false;
        }
        if (last != 0) {
            return isLast(PageDescriptor.offset(last));
        }
        // Where Chronicle cannot work, that must show at the first page, and not when the queue holds many items.
        if (UnsafeMemory.isDeniedByFlag() || file().toFile().exists()) {
            return false;
        }
        LogDirectory.make(directory);
        LogDirectory.checkRoom(directory);
        write(length);
        LogKillPoint.ROLL_PREPARED.here();
        return true;
    }

    /** Appends a page and reserves its room. The first page appears together with the file, in one atomic step. */
    ChronicleLog.Page append(long last, int length) throws IOException {
        if (last != 0) {
            return appendBehind(PageDescriptor.offset(last), length);
        }
        Files.move(LogDirectory.begun(directory), file(), StandardCopyOption.ATOMIC_MOVE);
        return page(FIRST_HEAD, length, 0);
    }

    private Path file() {
        return LogDirectory.file(directory, FIRST_CYCLE);
    }

    /** Writes the file with its first page under a temporary name. */
    private void write(int pageLength) throws IOException {
        Path begun = LogDirectory.begun(directory);
        try {
            try (RandomAccessFile file = new RandomAccessFile(begun.toFile(), "rw")) {
                OwnAccess.toFile(begun.toFile());
                file.setLength(0);
                file.setLength(FILE_BYTES);
                file.write(begin(pageLength));
            }
            LogDirectory.reserve(begun, BEGIN_BYTES, FIRST_PAGE + pageLength - BEGIN_BYTES, false);
        } catch (IOException e) {
            // The incomplete file takes room that is scarce.
            Files.deleteIfExists(begun);
            throw e;
        }
    }

    private static byte[] begin(int pageLength) {
        byte[] begin = new byte[BEGIN_BYTES];
        copy(HEADER, begin, 0);
        copy(INDEX, begin, INDEX_AT);
        ByteBuffer.wrap(begin)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(FIRST_HEAD, pageLength + ALIGNMENT)
                .putInt(FIRST_PAGE + MAGIC_OFFSET, MAGIC)
                .putInt(FIRST_PAGE + LENGTH_OFFSET, pageLength);
        return begin;
    }

    private static void copy(String bytes, byte[] target, int offset) {
        byte[] source = bytes.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(source, 0, target, offset, source.length);
    }

    private static ChronicleLog.Page page(int head, int length, long sequence) {
        int offset = PageDescriptor.alignUp(head + Integer.BYTES);
        return new ChronicleLog.Page(FIRST_CYCLE, offset, length, (long) FIRST_CYCLE << 32 | sequence);
    }

    /** Whether a page is the last document of the file, and the file's header says the same. */
    private boolean isLast(int page) throws NoSuchFileException {
        LogFile file = files.open(FIRST_CYCLE);
        try {
            return isLast(file.region(), page);
        } finally {
            file.release();
        }
    }

    private static boolean isLast(MappedRegion region, int page) {
        long head = region.getLong(LAST_DOCUMENT);
        int length = PageLog.length(region, page);
        long index = region.getLong(page + INDEX_OFFSET);
        return length > 0
                && head >= FIRST_HEAD
                && head < page
                && PageDescriptor.alignUp((int) head + Integer.BYTES) == page
                && region.getInt((int) head) == length + ALIGNMENT
                && index >>> 32 == FIRST_CYCLE
                && region.getLong(LAST_SEQUENCE) == (head << 32 | index & SEQUENCE_MASK)
                && (index & SEQUENCE_MASK) < MOST_DOCUMENTS - 1
                && region.getInt(end((int) head, length)) == 0;
    }

    private static int end(int head, int pageLength) {
        return head + Integer.BYTES + pageLength + ALIGNMENT;
    }

    private ChronicleLog.Page appendBehind(int last, int pageLength) throws IOException {
        LogFile file = files.open(FIRST_CYCLE);
        try {
            MappedRegion region = file.region();
            int head = end((int) region.getLong(LAST_DOCUMENT), PageLog.length(region, last));
            long sequence = (region.getLong(last + INDEX_OFFSET) & SEQUENCE_MASK) + 1;
            LogDirectory.reserve(file(), head, end(head, pageLength) - head, false);
            ChronicleLog.Page page = page(head, pageLength, sequence);
            region.setInt(page.offset() + MAGIC_OFFSET, MAGIC);
            region.setInt(page.offset() + LENGTH_OFFSET, pageLength);
            region.setIntRelease(head, pageLength + ALIGNMENT);
            region.setLong(LAST_DOCUMENT, head);
            region.setLong(LAST_SEQUENCE, (long) head << 32 | sequence);
            return page;
        } finally {
            file.release();
        }
    }
}
