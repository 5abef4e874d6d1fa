package dev.multiproc.internal.log;

import static dev.multiproc.internal.log.PageDescriptor.FIRST_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.INDEX_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.LENGTH_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC;
import static dev.multiproc.internal.log.PageDescriptor.MAGIC_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.NEXT_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.OWNER_OFFSET;
import static dev.multiproc.internal.log.PageDescriptor.PAGE_LENGTH;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.DirectorySync;
import dev.multiproc.internal.control.Existence;
import dev.multiproc.internal.control.FreeRoom;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The pages of one queue, as a linked list that every process follows in mapped memory; see {@link PageDescriptor}.
 * Chronicle is loaded only in a process that appends a page after the first file; see {@link FirstFile}.
 *
 * <p>Its counters in the control file are {@link LogCounters}.
 *
 * <p>A file is retired when all its records are done. The last retired file is kept and becomes the next file of the
 * log, since memory that was written before is many times faster than new memory. So a reader must check after each
 * read whether the file is retired ({@link #isRetired}): what it has read may then belong to the file's next use.
 */
public final class PageLog implements AutoCloseable {
    /** How many bytes its counters take. */
    public static final int COUNTERS_LENGTH = LogCounters.LENGTH;

    /** How many retired files are kept. */
    private static final int KEPT = 1;

    private final Path directory;
    private final LogCounters counters;
    private final RobustLock lock;
    private final Existence existence;
    private final LogFiles files;
    private final FirstFile firstFile;
    /** Used on the log thread only, as is the next field. */
    private ChronicleLog chronicle;

    private int chronicleCycle;

    /** Whether the log thread was ever given work for this log. */
    private volatile boolean isUsed;

    private volatile boolean closed;

    private volatile boolean isNeverReused;

    private volatile long requestedAfter = -1;
    /** Used only by the thread that calls {@link #giveBackIfIdle}. */
    private long lastPageSeen = -1;

    /** The log in a directory, with its counters at an offset in the control file. */
    public PageLog(Path directory, MappedRegion control, int base, Waits waits) {
        this.directory = directory;
        this.counters = new LogCounters(control, base);
        this.lock = new RobustLock(control, base, waits);
        this.existence = control.existence();
        this.files = new LogFiles(directory);
        this.firstFile = new FirstFile(directory, files);
    }

    public Path directory() {
        return directory;
    }

    /** Has retired files deleted and never used again: for a log that others may write to after they are retired. */
    public void neverReuse() {
        isNeverReused = true;
    }

    /** The location of the last page, 0 if there is none. */
    public long lastPage() {
        return counters.last();
    }

    /** The location of the log's very first page, 0 if there is none. */
    public long firstPage() {
        return counters.firstPage();
    }

    /**
     * Maps a file and holds it for the caller.
     *
     * @throws NoSuchFileException if the file is retired; a file that is missing otherwise causes another exception
     */
    public LogFile open(int cycle) throws NoSuchFileException {
        try {
            return files.open(cycle);
        } catch (NoSuchFileException e) {
            if (isRetired(cycle)) {
                throw e;
            }
            existence.check();
            throw MissingFile.exception(LogDirectory.file(directory, cycle), e);
        }
    }

    /** The location of the page after a page, 0 if it is the last. */
    public static long next(MappedRegion region, int page) {
        return region.getLongAcquire(page + NEXT_OFFSET);
    }

    /** The length of a page, -1 if there is none. */
    public static int length(MappedRegion region, int page) {
        return region.getInt(page + MAGIC_OFFSET) == MAGIC ? region.getInt(page + LENGTH_OFFSET) : -1;
    }

    /** The sequence number of a page's first record, -1 if no producer has begun the page yet. */
    public static long first(MappedRegion region, int page) {
        return region.getLongAcquire(page + FIRST_OFFSET) - 1;
    }

    /** Sets the number of a page's first record; called under the append lock. */
    public static void setFirst(MappedRegion region, int page, long sequence) {
        region.setLongRelease(page + FIRST_OFFSET, sequence + 1);
    }

    /**
     * Makes sure that there is a page after the given one, which was the last; 0 stands for an empty log.
     *
     * @return false if the time is up first
     */
    public boolean appendAfter(long page, long deadlineNanos) throws InterruptedException {
        isUsed = true;
        if (!lock.lock(deadlineNanos)) {
            return false;
        }
        try {
            LogThread.run(() -> append(page));
        } finally {
            lock.unlock();
        }
        requestToRoll(page);
        return true;
    }

    /** The same without waiting, so that the page exists when it is needed. A failure shows only then. */
    public void requestAfter(long page) {
        if (requestedAfter != page) {
            requestedAfter = page;
            isUsed = true;
            LogThread.start(() -> appendAhead(page));
        }
    }

    /**
     * Appends a page unless the lock is held: its holder is about to append that same page, and if it is stopped, this
     * thread must not wait for it.
     */
    private void appendAhead(long page) {
        if (!closed && Uninterrupted.call(() -> lock.lock(Deadline.NOW))) {
            try {
                append(page);
            } finally {
                lock.unlock();
            }
            requestToRoll(page);
        }
    }

    /**
     * Near the end of the first file, requests its last page and the second file at once: so producers have room to
     * fill while Chronicle is loaded.
     */
    private void requestToRoll(long page) {
        long last = lastPage();
        if (last != page && isNearRoll(last)) {
            requestAfter(last);
        }
    }

    /** Runs on the log thread while the lock is held, by this thread or by one that waits for it. */
    private void append(long page) {
        if (closed) {
            throw new IllegalStateException("this process's end of the queue is closed, path=" + directory);
        }
        try {
            if (counters.isOpen()) {
                reconcile();
            }
            if (lastPage() == page) {
                appendPage();
            }
        } catch (NoSuchFileException e) {
            closeChronicle();
            existence.check();
            throw MissingFile.exception(Path.of(e.getFile()), e);
        } catch (IOException | RuntimeException | InternalError e) {
            // A fault in mapped memory is an InternalError: the file system is full. The next call completes what is
            // half done.
            closeChronicle();
            existence.check();
            if (isGone()) {
                throw MissingFile.exception(directory, e);
            }
            throw e instanceof MultiprocessingException known
                    ? known
                    : FreeRoom.trouble("more items", directory, PAGE_LENGTH, e);
        }
    }

    private boolean isGone() {
        return MissingFile.isGone(directory.getParent()) || lastPage() != 0 && MissingFile.isGone(directory);
    }

    private boolean isNearRoll(long page) {
        // The limit is set when the second page is appended: if it is not known, there is at most one page.
        int limit = counters.fileLimit();
        return limit != 0
                && PageDescriptor.cycle(page) == LogCounters.FIRST_CYCLE
                && PageDescriptor.offset(page) + PAGE_LENGTH > limit - limit / 4;
    }

    private void appendPage() throws IOException {
        long last = lastPage();
        int length = PageDescriptor.lengthAfter(last);
        boolean isRoll = last != 0
                && (PageDescriptor.offset(last) + PAGE_LENGTH + length > fileLimit()
                        || counters.isSealed(counters.cycle()));
        boolean isFirstFile =
                !isRoll && counters.cycle() == LogCounters.FIRST_CYCLE && firstFile.canAppend(last, length);
        if (!isFirstFile && (isRoll || last == 0)) {
            roll(last == 0 ? LogCounters.FIRST_CYCLE : counters.cycle() + 1);
        }
        int cycle = counters.cycle();
        counters.setOpen(true);
        LogKillPoint.PAGE_OPENED.here();
        // A reused file has memory up to here at least, since its last page left no room for another.
        int reserved = counters.reused() == cycle ? fileLimit() - PAGE_LENGTH : 0;
        ChronicleLog.Page page =
                isFirstFile ? firstFile.append(last, length) : chronicle().append(cycle, length, reserved);
        LogKillPoint.PAGE_APPENDED.here();
        link(page);
        counters.setOpen(false);
    }

    private int fileLimit() {
        int limit = counters.fileLimit();
        if (!PageDescriptor.isFileLimit(limit)) {
            limit = PageDescriptor.fileLimit(FreeRoom.size(directory));
            counters.setFileLimit(limit);
        }
        return limit;
    }

    private void roll(int next) throws IOException {
        LogDirectory.make(directory);
        // Opened first: if Chronicle found an incomplete file, it would wait for some process to complete it, until its
        // time-out.
        chronicle();
        if (reuse(next)) {
            counters.setReused(next);
        } else {
            LogDirectory.checkRoom(directory);
            LogDirectory.prepare(directory, next);
        }
        LogKillPoint.ROLL_PREPARED.here();
        counters.setCycle(next);
        chronicleCycle = next;
    }

    /** Makes the next file from a retired one, if there is any. */
    private boolean reuse(int next) throws IOException {
        int oldest = counters.oldest();
        for (int retired = counters.left(); retired < oldest; retired++) {
            // A sealed file was not full, so it is unknown how much memory it has.
            boolean isMade =
                    !isNeverReused && !counters.isSealed(retired) && LogDirectory.prepare(directory, next, retired);
            LogDirectory.delete(directory, retired);
            counters.raiseLeft(retired + 1);
            if (isMade) {
                return true;
            }
        }
        return false;
    }

    /**
     * The log as opened by Chronicle. It is opened again if another process has gone on to another file since this
     * one's last page: otherwise Chronicle would write an end mark to the file it knows, which may be reused by now.
     */
    private ChronicleLog chronicle() throws NoSuchFileException {
        if (chronicle != null && chronicleCycle != counters.cycle()) {
            closeChronicle();
        }
        if (chronicle == null) {
            if (MissingFile.isGone(directory)) {
                // Chronicle would create it again, with its parents.
                throw new NoSuchFileException(directory.toString());
            }
            chronicle = new ChronicleLog(directory, counters::cycle);
            chronicleCycle = counters.cycle();
        }
        return chronicle;
    }

    private void closeChronicle() {
        if (chronicle != null) {
            chronicle.close();
            chronicle = null;
        }
    }

    /** Links the pages of a process that died or failed between append and link. */
    private void reconcile() throws IOException {
        closeChronicle();
        long last = lastPage();
        for (ChronicleLog.Page page : unlinked(last)) {
            link(page);
        }
        counters.setOpen(false);
    }

    /**
     * The pages that are not linked. They are in the current file: anything else after a page of an older file is
     * damaged.
     */
    private List<ChronicleLog.Page> unlinked(long last) throws IOException {
        if (last == 0 || PageDescriptor.cycle(last) != counters.cycle()) {
            return chronicle().pagesOf(counters.cycle());
        }
        LogFile file = open(PageDescriptor.cycle(last));
        try {
            return chronicle().pagesAfter(file.region().getLong(PageDescriptor.offset(last) + INDEX_OFFSET));
        } finally {
            file.release();
        }
    }

    private void link(ChronicleLog.Page page) throws IOException {
        long last = lastPage();
        LogFile file = open(page.cycle());
        MappedRegion region = file.region();
        region.setInt(page.offset() + LENGTH_OFFSET, page.length());
        region.setLong(page.offset() + INDEX_OFFSET, page.index());
        region.setLong(page.offset() + OWNER_OFFSET, PageDescriptor.owner(directory));
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
        LogKillPoint.PAGE_LINKED.here();
        if (last == 0) {
            counters.setFirstPage(page.location());
        }
        counters.setLast(page.location());
    }

    /**
     * Waits until the log is on the disk up to a place, except items that are done.
     *
     * @param page the page of the place
     * @param end the place's offset in the page's file
     */
    public void sync(long page, int end) throws IOException {
        try {
            new LogSync(this, counters).sync(page, end);
        } catch (NoSuchFileException e) {
            throw MissingFile.exception(directory, e);
        }
    }

    /** Waits until the names of new files in a directory of the log are on the disk. */
    public void syncNames(Path files) {
        try {
            DirectorySync.sync(files);
        } catch (NoSuchFileException e) {
            throw MissingFile.exception(files, e);
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "the item is in the queue, but its name cannot be written to the disk, path=" + files + ": "
                            + e.getMessage()
                            + "; do not put it again, and see that the file system is neither full nor read-only",
                    e);
        }
    }

    /** Retires the files before one: all their records are done. */
    public void retireBefore(int cycle) throws IOException {
        if (isRetired(cycle - 1)) {
            return;
        }
        counters.raiseOldest(cycle);
        LogKillPoint.RETIRE_BEGUN.here();
        for (int retired = counters.left(); retired < cycle - KEPT; retired++) {
            LogDirectory.delete(directory, retired);
            LogKillPoint.RETIRE_DELETED.here();
        }
        counters.raiseLeft(cycle - KEPT);
    }

    /**
     * Called now and then. If no page was appended since the last call, deletes the retired files kept for reuse and
     * unmaps unused ones: the queue is idle, and others may need the room.
     */
    public void giveBackIfIdle() {
        long last = lastPage();
        if (last == lastPageSeen) {
            files.giveBack();
            if (counters.left() < counters.oldest()) {
                isUsed = true;
                LogThread.start(this::deleteRetired);
            }
        }
        lastPageSeen = last;
    }

    /** Deletes retired files, under the lock that is also held to reuse them. */
    private void deleteRetired() {
        if (closed || !Uninterrupted.call(() -> lock.lock(Deadline.NOW))) {
            return;
        }
        try {
            int oldest = counters.oldest();
            for (int retired = counters.left(); retired < oldest; retired++) {
                LogDirectory.delete(directory, retired);
                counters.raiseLeft(retired + 1);
            }
        } catch (IOException e) {
            Journal.debug(PageLog.class, "cannot delete files whose items are done, path=" + directory, e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a file is retired or deleted. Called after a read of the file, to check that the read was valid. */
    public boolean isRetired(int cycle) {
        return cycle < counters.oldest();
    }

    /** Writes the counters and links again from the content of the files. Nobody else uses the log. */
    public void rebuild(LogSurvey survey) throws IOException {
        new LogRebuild(directory, counters).run(survey);
    }

    /** The exception for a log that cannot be repaired. */
    public MultiprocessingException damaged(String what) {
        return LogSurvey.damaged(directory, what);
    }

    /** Called by the sweeper of a dead process. The next process that appends completes what is half done. */
    public void recover(int deadSlot) {
        lock.recover(deadSlot, () -> {});
    }

    /**
     * Closes Chronicle in this process, and makes sure that no work on the log's files is running or queued: they may
     * be deleted afterwards. A mapping ends when its last holder releases it.
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
