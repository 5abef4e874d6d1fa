package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.MAX_INLINE_LENGTH;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.FreeRoom;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.log.PageLog;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.RobustLock;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.queue.QueueShutdownException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The producers' side of a queue. One producer at a time holds the append lock, checks the capacity, and adds a record at the
 * {@link Tail}.
 */
final class Appender implements AutoCloseable {
    private static final int NO_MORE = -1;
    private static final int LETTERS_PAGE_SECONDS = 30;

    private final String name;
    private final QueueCounters words;
    private final PageLog pages;
    private final Payload payload;
    private final SpillFiles spills;
    private final RobustLock lock;
    private final EventCount notEmpty;
    private final EventCount notFull;
    /** Used under the lock. */
    private final Tail tail;

    private final boolean isSynced;
    private volatile boolean closed;

    Appender(
            String name,
            QueueCounters words,
            PageLog pages,
            Payload payload,
            SpillFiles spills,
            EventCount notEmpty,
            Waits waits) {
        this.name = name;
        this.words = words;
        this.pages = pages;
        this.payload = payload;
        this.spills = spills;
        this.lock = new RobustLock(words.region(), words.appendLock(), waits);
        this.notEmpty = notEmpty;
        this.notFull = new EventCount(words.region(), words.notFull(), waits);
        this.tail = new Tail(words, pages);
        this.isSynced = words.isSynced();
    }

    /** An item of many that are put together, after the codec. */
    record Encoded(byte[] bytes) {}

    /** Puts an item; false if the time is up before there is room. */
    boolean put(EncodedItem item, long deadlineNanos) throws InterruptedException {
        return put(item, null, deadlineNanos);
    }

    /** Puts a dead letter; false if the time is up before it is its turn. */
    boolean putLetter(EncodedItem item, DeadLetterHeader letter, long deadlineNanos) throws InterruptedException {
        return put(item, letter, deadlineNanos);
    }

    /** The letter is null for an item that is no dead letter. */
    private boolean put(EncodedItem item, DeadLetterHeader letter, long deadlineNanos) throws InterruptedException {
        boolean isPut = item.length() <= MAX_INLINE_LENGTH
                ? putRecord(item, null, letter, deadlineNanos)
                : putSpilled(item, letter, deadlineNanos);
        if (isPut) {
            QueueKillPoint.PUT_UNLOCKED.here();
            notEmpty.signal();
            syncIfAsked();
        }
        return isPut;
    }

    /** The item may be taken before it is on the disk; its put has not returned yet. */
    private void syncIfAsked() {
        if (!isSynced) {
            return;
        }
        try {
            long page;
            int end;
            lock.lock();
            try {
                page = words.tailPage();
                end = words.tailOffset();
            } finally {
                lock.unlock();
            }
            pages.sync(page, end);
        } catch (IOException | UncheckedIOException e) {
            throw new MultiprocessingException(
                    "the item is in the queue, but it cannot be written to the disk, path=" + pages.directory(), e);
        }
    }

    private boolean putSpilled(EncodedItem item, DeadLetterHeader letter, long deadlineNanos)
            throws InterruptedException {
        Path part = spill(item);
        boolean isPut = false;
        try {
            isPut = putRecord(item, part, letter, deadlineNanos);
        } finally {
            if (!isPut) {
                discard(part);
            }
        }
        if (isPut && isSynced) {
            pages.syncNames(part.getParent());
        }
        return isPut;
    }

    private Path spill(EncodedItem item) {
        try {
            return spills.write(item.bytes(), item.length(), isSynced);
        } catch (NoSuchFileException e) {
            throw MissingFile.exception(pages.directory(), e);
        } catch (IOException e) {
            throw FreeRoom.trouble("an item of " + item.length() + " bytes", pages.directory(), item.length(), e);
        }
    }

    private void discard(Path part) {
        try {
            spills.discard(part);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot delete the file of an item that was not put, path=" + part, e);
        }
    }

    private boolean putRecord(EncodedItem item, Path part, DeadLetterHeader letter, long deadlineNanos)
            throws InterruptedException {
        while (true) {
            if (!lock(deadlineNanos)) {
                return false;
            }
            try {
                QueueKillPoint.PUT_LOCKED.here();
                checkMayPut(letter != null);
                if (!words.isFull()) {
                    return append(item, part, letter, deadlineNanos);
                }
            } finally {
                lock.unlock();
            }
            if (!awaitRoom(deadlineNanos)) {
                return false;
            }
        }
    }

    /** An attempt that must not wait for room still waits for its turn, which is short: else it would call the queue full. */
    private boolean lock(long deadlineNanos) throws InterruptedException {
        if (deadlineNanos == Deadline.NOW) {
            lock.lock();
            return true;
        }
        return lock.lock(deadlineNanos);
    }

    private boolean awaitRoom(long deadlineNanos) throws InterruptedException {
        return deadlineNanos != Deadline.NOW
                && notFull.await(() -> !words.isFull() || words.isShutdown() || closed, deadlineNanos);
    }

    /** Called under the lock. A dead letter is let in: it has nowhere else to go. */
    private void checkMayPut(boolean isDeadLetter) {
        if (closed) {
            throw new IllegalStateException("this process's end of the queue is closed, queue=" + name);
        }
        if (words.isShutdown() && !isDeadLetter) {
            throw new QueueShutdownException("the queue is shut down, queue=" + name);
        }
    }

    /**
     * Puts items in their order, as many as the lock allows at a time.
     *
     * @param items such as need no codec, or {@link Encoded}
     * @return how many were put before the time was up; or before an interrupt, which is kept then, if any were and the caller
     *     said how long to wait
     */
    int putAll(Object[] items, long deadlineNanos) throws InterruptedException {
        int count = 0;
        while (count < items.length) {
            int before = count;
            try {
                count = putSome(items, count, deadlineNanos);
            } catch (InterruptedException e) {
                if (before == 0 || deadlineNanos == Deadline.NEVER) {
                    throw e;
                }
                Thread.currentThread().interrupt();
                return before;
            }
            if (count == NO_MORE) {
                return before;
            }
        }
        return count;
    }

    /** Gives how many are put then, or {@link #NO_MORE} if the time is up. */
    private int putSome(Object[] items, int count, long deadlineNanos) throws InterruptedException {
        int end = putRun(items, count, deadlineNanos);
        if (end == count && isLarge(items[end]) && put(pack(items[end]), deadlineNanos)) {
            end++;
        }
        // Out of time it may have been waiting for the lock, and not for room.
        return end == count && (Deadline.left(deadlineNanos) <= 0 || !awaitRoom(deadlineNanos)) ? NO_MORE : end;
    }

    private EncodedItem pack(Object item) {
        return item instanceof Encoded encoded
                ? EncodedItem.ofThread().set(encoded.bytes(), encoded.bytes().length, 0)
                : payload.packQuick(item);
    }

    private static boolean isLarge(Object item) {
        if (item instanceof String text) {
            return text.length() > MAX_INLINE_LENGTH;
        }
        byte[] bytes = item instanceof Encoded encoded ? encoded.bytes() : (byte[]) item;
        return bytes.length > MAX_INLINE_LENGTH;
    }

    /** Puts the small items from one on for which there is room now; gives the index of the first that was not put. */
    private int putRun(Object[] items, int begin, long deadlineNanos) throws InterruptedException {
        int end = begin;
        if (isLarge(items[begin]) || !lock(deadlineNanos)) {
            return begin;
        }
        try {
            checkMayPut(false);
            int limit = begin + (int) Math.min(items.length - begin, words.room());
            while (end < limit && !isLarge(items[end]) && write(pack(items[end]), null, null, deadlineNanos)) {
                tail.hold();
                end++;
            }
        } catch (InterruptedException e) {
            if (end == begin) {
                throw e;
            }
            // Those before are put: for the next call that waits.
            Thread.currentThread().interrupt();
        } finally {
            tail.publish();
            lock.unlock();
            if (end == begin + 1) {
                notEmpty.signal();
            } else if (end > begin) {
                notEmpty.signalAll();
            }
        }
        if (end > begin) {
            syncIfAsked();
        }
        return end;
    }

    private boolean append(EncodedItem item, Path part, DeadLetterHeader letter, long deadlineNanos)
            throws InterruptedException {
        boolean isWritten = write(item, part, letter, deadlineNanos);
        if (isWritten) {
            tail.hold();
            tail.publish();
        }
        return isWritten;
    }

    /** Writes a record at the tail, but for its word. */
    private boolean write(EncodedItem item, Path part, DeadLetterHeader letter, long deadlineNanos)
            throws InterruptedException {
        try {
            int length = RecordDescriptor.recordLength(payload.length(item, part != null, letter));
            // To make a page for dead letters, a process may have to load Chronicle.
            long pageDeadline = letter == null ? deadlineNanos : Deadline.in(LETTERS_PAGE_SECONDS, TimeUnit.SECONDS);
            if (!tail.makeRoom(length, pageDeadline)) {
                return false;
            }
            if (part == null) {
                payload.write(item, false, letter, tail.region(), tail.offset());
            } else {
                writeSpilled(item, part, letter);
            }
            QueueKillPoint.PUT_WRITTEN.here();
            return true;
        } catch (IOException e) {
            throw new MultiprocessingException("cannot append to the queue, path=" + pages.directory(), e);
        }
    }

    private void writeSpilled(EncodedItem item, Path part, DeadLetterHeader letter) throws IOException {
        boolean isWritten = false;
        spills.publish(part, tail.sequence());
        try {
            QueueKillPoint.PUT_SPILL_NAMED.here();
            payload.write(item, true, letter, tail.region(), tail.offset());
            isWritten = true;
        } finally {
            if (!isWritten) {
                // It has its final name, and the next item with its number may be a small one.
                spills.delete(tail.sequence());
            }
        }
    }

    /** Called by the sweeper of a dead process: if it held the append lock, finds the tail again and frees the lock. */
    void recover(int deadSlot) {
        lock.recover(deadSlot, this::findTail);
        pages.recover(deadSlot);
    }

    /** Called by the sweeper of a dead process, when its claims are settled: some of them may have made room. */
    void forget(int deadSlot) {
        notFull.forget(deadSlot);
    }

    private void findTail() {
        try {
            tail.find(spills);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot repair the queue, queue=" + name, e);
        }
    }

    /**
     * Lets nobody put any more and wakes all producers that wait for room. Done under the lock: a put that was let in
     * before is over, so whoever sees the queue shut down sees its item too.
     */
    void shutdown() {
        lock.lock();
        try {
            words.setShutdown();
        } finally {
            lock.unlock();
        }
        notFull.signalAll();
    }

    /** Lets nobody of this process put any more and wakes its producers that wait for room. */
    void stop() {
        closed = true;
        notFull.signalAll();
    }

    /** Says that items were taken. The caller's last store was a full fence. */
    void roomMade(int items) {
        if (words.capacity() == 0) {
            return;
        }
        if (items == 1) {
            notFull.signal();
        } else {
            notFull.signalAll();
        }
    }

    @Override
    public void close() {
        closed = true;
        lock.excludeLocal(tail::close);
    }
}
