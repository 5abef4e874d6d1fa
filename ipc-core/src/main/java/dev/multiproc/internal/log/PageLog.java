package dev.multiproc.internal.log;

import static dev.multiproc.internal.log.PageDescriptor.FILE_LIMIT;
import static dev.multiproc.internal.log.PageDescriptor.FIRST_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.INDEX_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.NEXT_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.PAGE_LENGTH;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.KillPoint;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.OwnAccess;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of one queue, as a chain that every process walks in memory; see {@link PageDescriptor}. Chronicle is loaded
 * only in a process that has to append a page.
 *
 * <p>Its words in the control file:
 *
 * <pre>
 *  0               32              40      44      48      52      56              64      68      72              80
 *  +---------------+---------------+-------+-------+-------+-------+---------------+-------+-------+---------------+
 *  | page lock     | last page     | cycle | open  | oldest| left  | first page    |reused | pad   | synced page   |
 *  +---------------+---------------+-------+-------+-------+-------+---------------+-------+-------+---------------+
 *
 *  open    1 from before a page is appended until it is linked: who takes the lock and finds it so looks in the log for
 *          pages that are not linked
 *  cycle   the file that is appended to
 *  oldest  the oldest file that is not retired; raised before any older one is deleted or written again
 *  left    no file before it is there
 *  reused  the last file that was made of a retired one
 *  synced  all pages before it are on the disk, where puts wait for it
 * </pre>
 *
 * <p>A file is retired when its records are all done. The last one is kept and becomes the next file of the log, since memory
 * that was written before is many times quicker than new. So whoever reads in a file asks, after the read, whether the file
 * is retired ({@link #isRetired}): what it has read then may be of the file's next life.
 */
public final class PageLog implements AutoCloseable {
    /** How many bytes its words take. */
    public static final int WORDS_LENGTH = 80;

    private static final int LAST = RobustLock.LENGTH;
    private static final int CYCLE = LAST + Long.BYTES;
    private static final int OPEN = CYCLE + Integer.BYTES;
    private static final int OLDEST = OPEN + Integer.BYTES;
    private static final int LEFT = OLDEST + Integer.BYTES;
    private static final int FIRST_PAGE = LEFT + Integer.BYTES;
    private static final int REUSED = FIRST_PAGE + Long.BYTES;
    private static final int SYNCED = REUSED + 2 * Integer.BYTES;
    private static final int FIRST_CYCLE = 1;
    /** Retired files that are kept. */
    private static final int KEPT = 1;

    /** A file that was full before has memory up to here at least, since its last page left no room for another. */
    private static final int RESERVED_BYTES = FILE_LIMIT - PAGE_LENGTH;

    private static final long MARGIN_BYTES = 1024 * 1024;

    private final Path directory;
    private final MappedRegion words;
    private final int base;
    private final RobustLock lock;
    private final LogFiles files;
    /** Used on the log thread only. */
    private ChronicleLog chronicle;

    private int chronicleCycle;

    /** Whether the log thread was ever given work for this log. */
    private volatile boolean isUsed;

    private volatile boolean closed;

    private volatile long requestedAfter = -1;

    public PageLog(Path directory, MappedRegion words, int base, Waits waits) {
        this.directory = directory;
        this.words = words;
        this.base = base;
        this.lock = new RobustLock(words, base, waits);
        this.files = new LogFiles(directory);
    }

    public Path directory() {
        return directory;
    }

    /** The location of the last page, 0 if there is none. */
    public long lastPage() {
        return words.getLongAcquire(base + LAST);
    }

    /** The location of the first page there ever was, 0 if there is none. */
    public long firstPage() {
        return words.getLongAcquire(base + FIRST_PAGE);
    }

    /** Maps a file and holds it for the caller. */
    public LogFile open(int cycle) throws NoSuchFileException {
        return files.open(cycle);
    }

    /** The page behind a page, 0 for the one behind the last. */
    public static long next(MappedRegion region, int page) {
        return region.getLongAcquire(page + NEXT_OFFSET);
    }

    /** How long a page is, -1 if there is none. */
    public static int length(MappedRegion region, int page) {
        return region.getInt(page + MAGIC_OFFSET) == MAGIC ? region.getInt(page + LENGTH_OFFSET) : -1;
    }

    /** The sequence number of a page's first record, -1 if no producer has entered it yet. */
    public static long first(MappedRegion region, int page) {
        return region.getLongAcquire(page + FIRST_OFFSET) - 1;
    }

    /** Says which record will be a page's first; called under the append lock. */
    public static void setFirst(MappedRegion region, int page, long sequence) {
        region.setLongRelease(page + FIRST_OFFSET, sequence + 1);
    }

    /**
     * Makes sure that there is a page behind the last one, which is given; 0 stands for an empty log.
     *
     * @return false if the time is up first
     */
    public boolean appendAfter(long page, long deadlineNanos) throws InterruptedException {
        isUsed = true;
        return LogThread.run(() -> append(page), deadlineNanos);
    }

    /** The same without waiting, so that it is there when it is needed. Trouble shows when it is needed. */
    public void requestAfter(long page) {
        if (requestedAfter != page) {
            requestedAfter = page;
            isUsed = true;
            LogThread.start(() -> append(page));
        }
    }

    private void append(long page) {
        if (closed) {
            return;
        }
        lock.lock();
        try {
            if (words.getIntVolatile(base + OPEN) != 0) {
                reconcile();
            }
            if (lastPage() == page) {
                appendPage();
            }
        } catch (IOException | RuntimeException | InternalError e) {
            // A fault in mapped memory is an InternalError: the file system is full. What was half done is found by the
            // next.
            closeChronicle();
            throw new MultiprocessingException(
                    "no room for more items, or no access, in " + directory
                            + "; free some room, or choose another place with Options.withBaseDirectory",
                    e);
        } finally {
            lock.unlock();
        }
    }

    private void appendPage() throws IOException {
        long last = lastPage();
        int length = PageDescriptor.lengthAfter(last);
        if (last == 0 || PageDescriptor.offset(last) + PAGE_LENGTH + length > FILE_LIMIT) {
            roll(last == 0 ? FIRST_CYCLE : cycle() + 1);
        }
        int cycle = cycle();
        words.setIntVolatile(base + OPEN, 1);
        KillPoint.PAGE_OPENED.here();
        int reserved = words.getInt(base + REUSED) == cycle ? RESERVED_BYTES : 0;
        ChronicleLog.Page page = chronicle().append(cycle, length, reserved);
        KillPoint.PAGE_APPENDED.here();
        link(page);
        words.setIntVolatile(base + OPEN, 0);
    }

    private int cycle() {
        return Math.max(FIRST_CYCLE, words.getIntVolatile(base + CYCLE));
    }

    private void roll(int next) throws IOException {
        makeDirectory();
        // Opened first: Chronicle would wait, until its time-out, for somebody to complete a file that it finds begun.
        chronicle();
        if (reuse(next)) {
            words.setInt(base + REUSED, next);
        } else {
            checkRoom();
            ChronicleLog.prepare(directory, next);
        }
        KillPoint.ROLL_PREPARED.here();
        words.setIntVolatile(base + CYCLE, next);
        chronicleCycle = next;
    }

    /** Makes the next file of one that is retired, if there is any. */
    private boolean reuse(int next) throws IOException {
        int oldest = words.getIntVolatile(base + OLDEST);
        for (int retired = left(); retired < oldest; retired++) {
            boolean isMade = ChronicleLog.prepare(directory, next, retired);
            words.raiseInt(base + LEFT, retired + 1);
            if (isMade) {
                return true;
            }
        }
        return false;
    }

    private int left() {
        return Math.max(FIRST_CYCLE, words.getIntVolatile(base + LEFT));
    }

    /** Not its parents: where they are gone the session is, and nothing of it may come again. */
    private void makeDirectory() throws IOException {
        try {
            Files.createDirectory(directory);
            OwnAccess.toDirectory(directory.toFile());
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private void checkRoom() throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (usable < MARGIN_BYTES) {
            throw new IOException("only " + usable + " bytes are free");
        }
    }

    /**
     * Chronicle's side of the log. It is opened anew if another process has gone on to another file since this one's last page:
     * else it would mark the end of the file it knows, which may be in its next life.
     */
    private ChronicleLog chronicle() {
        if (chronicle != null && chronicleCycle != cycle()) {
            closeChronicle();
        }
        if (chronicle == null) {
            chronicle = new ChronicleLog(directory, this::cycle);
            chronicleCycle = cycle();
        }
        return chronicle;
    }

    private void closeChronicle() {
        if (chronicle != null) {
            chronicle.close();
            chronicle = null;
        }
    }

    /** Links what a process that died, or failed, between append and link has left. */
    private void reconcile() throws IOException {
        closeChronicle();
        long last = lastPage();
        long index = 0;
        if (last != 0) {
            LogFile file = open(PageDescriptor.cycle(last));
            index = file.region().getLong(PageDescriptor.offset(last) + INDEX_OFFSET);
            file.release();
        }
        List<ChronicleLog.Page> pages = chronicle().pagesAfter(index);
        for (ChronicleLog.Page page : pages) {
            link(page);
        }
        words.setIntVolatile(base + OPEN, 0);
    }

    private void link(ChronicleLog.Page page) throws IOException {
        long last = lastPage();
        LogFile file = open(page.cycle());
        MappedRegion region = file.region();
        region.setInt(page.offset() + LENGTH_OFFSET, page.length());
        region.setLong(page.offset() + INDEX_OFFSET, page.index());
        if (last == 0) {
            region.setLong(page.offset() + FIRST_OFFSET, 1);
        }
        region.setIntRelease(page.offset() + MAGIC_OFFSET, MAGIC);
        file.release();
        if (last != 0) {
            LogFile before = open(PageDescriptor.cycle(last));
            before.region().setLongVolatile(PageDescriptor.offset(last) + NEXT_OFFSET, page.location());
            before.release();
        }
        KillPoint.PAGE_LINKED.here();
        if (last == 0) {
            words.setLongVolatile(base + FIRST_PAGE, page.location());
        }
        words.setLongVolatile(base + LAST, page.location());
    }

    /**
     * Waits until all is on the disk that is in the log up to a place: what is read after a crash of the machine ends at the first
     * record that is not.
     *
     * @param page the page of the place
     * @param end where in the page's file it is
     */
    public void sync(long page, int end) throws IOException {
        long synced = Math.max(words.getLongVolatile(base + SYNCED), firstPage());
        for (long at = synced; at != 0 && at <= page; ) {
            LogFile file = open(PageDescriptor.cycle(at));
            try {
                MappedRegion region = file.region();
                int offset = PageDescriptor.offset(at);
                int begin = Math.max(0, offset - 2 * PageDescriptor.ALIGNMENT);
                int to = at == page ? end : offset + length(region, offset);
                region.force(begin, to - begin);
                at = next(region, offset);
            } finally {
                file.release();
            }
        }
        if (PageDescriptor.cycle(synced) != PageDescriptor.cycle(page) || synced == firstPage()) {
            ChronicleLog.syncDirectory(directory);
        }
        words.raiseLong(base + SYNCED, page);
    }

    /** Waits until the names of new files in a directory of the log are on the disk. */
    public void syncNames(Path files) {
        try {
            ChronicleLog.syncDirectory(files);
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "the item is in the queue, but its name cannot be written to the disk, path=" + files, e);
        }
    }

    /** Retires the files before one: all their records are done. */
    public void retireBefore(int cycle) throws IOException {
        if (isRetired(cycle - 1)) {
            return;
        }
        words.raiseInt(base + OLDEST, cycle);
        KillPoint.RETIRE_BEGUN.here();
        for (int retired = left(); retired < cycle - KEPT; retired++) {
            ChronicleLog.delete(directory, retired);
            KillPoint.RETIRE_DELETED.here();
        }
        words.raiseInt(base + LEFT, cycle - KEPT);
    }

    /** Whether a file is retired, or gone. Asked after a read of the file, it tells whether the read was good. */
    public boolean isRetired(int cycle) {
        return cycle < words.getIntVolatile(base + OLDEST);
    }

    /**
     * Finds the pages again by what is in the files, and writes the words and links anew. Nobody else uses the log.
     *
     * @return the locations of all pages, in order
     * @throws MultiprocessingException if files or pages are missing between others
     */
    public List<Long> rebuild() throws IOException {
        words.putBytes(base, new byte[WORDS_LENGTH]);
        List<Long> pages = new ArrayList<>();
        List<Integer> cycles = ChronicleLog.cycles(directory);
        for (int cycle : cycles) {
            List<Long> found = pagesOf(cycle);
            if (found.isEmpty()) {
                // Begun, or about to be used again; or else what follows is refused.
                ChronicleLog.delete(directory, cycle);
            } else if (!pages.isEmpty() && PageDescriptor.cycle(pages.get(pages.size() - 1)) != cycle - 1) {
                throw damaged("there is no usable file before " + ChronicleLog.file(directory, cycle));
            }
            pages.addAll(found);
        }
        ChronicleLog.deleteTable(directory);
        for (int i = 0; i < pages.size(); i++) {
            setNext(pages.get(i), i + 1 < pages.size() ? pages.get(i + 1) : 0);
        }
        if (!pages.isEmpty()) {
            int oldest = PageDescriptor.cycle(pages.get(0));
            words.setInt(base + OLDEST, oldest);
            words.setInt(base + LEFT, oldest);
            words.setLong(base + FIRST_PAGE, pages.get(0));
            long last = pages.get(pages.size() - 1);
            words.setInt(base + CYCLE, PageDescriptor.cycle(last));
            words.setLongVolatile(base + LAST, last);
        }
        return pages;
    }

    private List<Long> pagesOf(int cycle) throws IOException {
        LogFile file = open(cycle);
        try {
            return LogScan.pages(file.region()).stream()
                    .map(offset -> PageDescriptor.location(cycle, offset))
                    .toList();
        } finally {
            file.release();
        }
    }

    private void setNext(long page, long next) throws IOException {
        LogFile file = open(PageDescriptor.cycle(page));
        try {
            file.region().setLongVolatile(PageDescriptor.offset(page) + NEXT_OFFSET, next);
        } finally {
            file.release();
        }
    }

    /** What to throw when the log cannot be repaired. */
    public MultiprocessingException damaged(String what) {
        return new MultiprocessingException("the log of a queue is damaged: " + what + ", path=" + directory
                + "; put a copy of that directory in its place, or remove it, and all that is in the queue");
    }

    /** Called by the sweeper of a dead process. What it had half done is found by the next who appends. */
    public void recover(int deadSlot) {
        lock.recover(deadSlot, () -> {});
    }

    /**
     * Closes Chronicle's side in this process, and sees that no work on the log's files is under way or to come: they may be
     * deleted afterwards. Mappings go when their last holder lets go.
     */
    @Override
    public void close() {
        closed = true;
        files.close();
        if (isUsed) {
            LogThread.finish(this::closeChronicle);
        }
    }
}
