package dev.multiproc.internal.queue;

import static dev.multiproc.internal.queue.RecordDescriptor.MAX_INLINE_LENGTH;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.FileTrouble;
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
 * The producer side of a queue. One producer at a time holds the append lock, checks the capacity and appends a record
 * at the {@link Tail}.
 */
final class Appender implements AutoCloseable {
    private static final int NO_MORE = -1;
    private static final int DEAD_LETTER_PAGE_SECONDS = 30;

    private final QueueFamily family;
    private final String name;
    private final QueueCounters counters;
    private final PageLog pages;
    private final Payload payload;
    private final SpillFiles spills;
    private final RobustLock lock;
    private final EventCount notEmpty;
    private final EventCount notFull;
    /** Guarded by the append lock, as is the next field. */
    private final Tail tail;

    /** There is room for all items before the one with this number, unless items are given back. */
    private long roomEnd;

    private final boolean isSynced;
    private volatile boolean closed;

    Appender(
            QueueFamily family,
            String name,
            QueueCounters counters,
            PageLog pages,
            Payload payload,
            SpillFiles spills,
            EventCount notEmpty) {
        Waits waits = family.context().waits();
        this.family = family;
        this.name = name;
        this.counters = counters;
        this.pages = pages;
        this.payload = payload;
        this.spills = spills;
        this.lock = new RobustLock(counters.region(), counters.appendLock(), waits);
        this.notEmpty = notEmpty;
        this.notFull = new EventCount(counters.region(), counters.notFull(), waits);
        this.tail = new Tail(counters, pages);
        this.isSynced = counters.isSynced();
    }

    /** One item of a bulk put that the codec has already encoded. */
    record Encoded(byte[] bytes) {}

    /** What has to happen together with a put. Called under the append lock. */
    interface Companion {
        /**
         * Called when the item is written, and not published. If it throws, the item is not put.
         *
         * @param place the item's sequence number
         */
        void beforePublished(long place);

        /** Called afterwards; {@code isPublished} is false if that has failed. */
        void afterPublished(boolean isPublished);
    }

    /** Puts an item. Returns false if the deadline passes before there is room. */
    boolean put(EncodedItem item, long deadlineNanos) throws InterruptedException {
        return put(item, null, null, deadlineNanos);
    }

    /** Puts an item together with something else. Returns false if the deadline passes before there is room. */
    boolean putWith(Companion companion, EncodedItem item, long deadlineNanos) throws InterruptedException {
        return put(item, null, companion, deadlineNanos);
    }

    /** Puts a dead letter. Returns false if the deadline passes before this process gets the append lock. */
    boolean putDeadLetter(EncodedItem item, DeadLetterHeader header, long deadlineNanos) throws InterruptedException {
        return put(item, header, null, deadlineNanos);
    }

    /** The header is null unless the item is a dead letter; the companion is null if there is none. */
    private boolean put(EncodedItem item, DeadLetterHeader header, Companion companion, long deadlineNanos)
            throws InterruptedException {
        boolean isPut = item.length() <= MAX_INLINE_LENGTH
                ? putRecord(item, null, header, companion, deadlineNanos)
                : putSpilled(item, header, companion, deadlineNanos);
        if (isPut) {
            QueueKillPoint.PUT_UNLOCKED.here();
            notEmpty.signal();
            syncIfAsked();
        }
        return isPut;
    }

    /** A consumer may take the item before it is on disk; only the return of the put promises that it is there. */
    private void syncIfAsked() {
        if (!isSynced) {
            return;
        }
        try {
            long page;
            int end;
            lock.lock();
            try {
                page = counters.tailPage();
                end = counters.tailOffset();
            } finally {
                lock.unlock();
            }
            pages.sync(page, end);
        } catch (IOException | UncheckedIOException e) {
            throw new MultiprocessingException(
                    "the item is in the queue, but it cannot be written to the disk, path=" + pages.directory() + ": "
                            + e.getMessage()
                            + "; do not put it again, and see that the file system is neither full nor read-only",
                    e);
        }
    }

    private boolean putSpilled(EncodedItem item, DeadLetterHeader header, Companion companion, long deadlineNanos)
            throws InterruptedException {
        Path part = spill(item);
        boolean isPut = false;
        try {
            isPut = putRecord(item, part, header, companion, deadlineNanos);
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

    /** For messages: which process holds the lock, if any does. */
    String lockHolder() {
        int slot = lock.ownerSlot();
        return slot < 0 ? "" : " (pid " + family.context().process(slot).pid() + ")";
    }

    private void discard(Path part) {
        try {
            spills.discard(part);
        } catch (IOException e) {
            throw FileTrouble.of("cannot delete the file of an item that was not put", part, e);
        }
    }

    private boolean putRecord(
            EncodedItem item, Path part, DeadLetterHeader header, Companion companion, long deadlineNanos)
            throws InterruptedException {
        while (true) {
            if (!lock(deadlineNanos)) {
                return false;
            }
            try {
                QueueKillPoint.PUT_LOCKED.here();
                checkMayPut(header != null);
                if (hasRoom()) {
                    boolean isWritten = write(item, part, header, deadlineNanos);
                    if (isWritten) {
                        publish(part, companion);
                    }
                    return isWritten;
                }
            } finally {
                lock.unlock();
            }
            if (!awaitRoom(deadlineNanos)) {
                return false;
            }
        }
    }

    /** Under the append lock. Takes can only make more room, so what was seen holds for the next items too. */
    private boolean hasRoom() {
        if (counters.capacity() == 0) {
            return true;
        }
        long next = counters.tail();
        if (next < roomEnd && !counters.isAnyReturned()) {
            return true;
        }
        long room = counters.room();
        roomEnd = next + room;
        return room > 0;
    }

    /**
     * Takes the append lock. A put with no waiting time still waits for the lock, which is held only briefly: giving up
     * there would report a queue as full that is not.
     */
    private boolean lock(long deadlineNanos) throws InterruptedException {
        if (deadlineNanos == Deadline.NOW) {
            lock.lock();
            return true;
        }
        return lock.lock(deadlineNanos);
    }

    private boolean awaitRoom(long deadlineNanos) throws InterruptedException {
        return deadlineNanos != Deadline.NOW
                && notFull.await(() -> !counters.isFull() || counters.isShutdown() || closed, deadlineNanos);
    }

    /** Called under the append lock. A dead letter is accepted even after shutdown: there is no other place for it. */
    private void checkMayPut(boolean isDeadLetter) {
        if (closed || counters.isShutdown()) {
            counters.region().existence().check();
            if (closed) {
                throw new IllegalStateException("this process's end of the queue is closed, queue=" + name);
            }
            if (!isDeadLetter) {
                throw new QueueShutdownException("the queue is shut down, queue=" + name);
            }
        }
    }

    /**
     * Puts items in order, as many per lock acquisition as there is room for.
     *
     * @param items items that need no codec, or {@link Encoded} ones
     * @return how many were put before the deadline. If the thread is interrupted after some were put and the caller
     *     gave a deadline, the number put so far; the thread stays interrupted
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

    /** Returns how many items are put so far in all, or {@link #NO_MORE} if the deadline has passed. */
    private int putSome(Object[] items, int count, long deadlineNanos) throws InterruptedException {
        int end = putRun(items, count, deadlineNanos);
        if (end == count && isLarge(items[end]) && put(pack(items[end]), deadlineNanos)) {
            end++;
        }
        // When the deadline has passed, the cause may have been the lock and not a lack of room.
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

    /**
     * Puts the small items from {@code begin} on for which there is room now. Returns the index of the first item that
     * was not put.
     */
    private int putRun(Object[] items, int begin, long deadlineNanos) throws InterruptedException {
        int end = begin;
        if (isLarge(items[begin]) || !lock(deadlineNanos)) {
            return begin;
        }
        try {
            checkMayPut(false);
            int limit = begin + (int) Math.min(items.length - begin, counters.room());
            while (end < limit && !isLarge(items[end]) && write(pack(items[end]), null, null, deadlineNanos)) {
                tail.hold();
                end++;
            }
        } catch (InterruptedException e) {
            if (end == begin) {
                throw e;
            }
            // The items before this one are already put, so report them now; the next call that waits will throw.
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

    private void publish(Path part, Companion companion) {
        if (companion == null) {
            tail.hold();
            tail.publish();
        } else {
            publishWith(part, companion);
        }
    }

    private void publishWith(Path part, Companion companion) {
        long place = tail.sequence();
        boolean isReady = false;
        try {
            companion.beforePublished(place);
            isReady = true;
        } finally {
            if (!isReady && part != null) {
                discardNamed(place);
            }
        }
        boolean isPublished = false;
        try {
            tail.hold();
            tail.publish();
            isPublished = true;
        } finally {
            companion.afterPublished(isPublished);
        }
    }

    /** Deletes the file of an item that is not put after all, since the next item with its number may be a small one. */
    private void discardNamed(long sequence) {
        try {
            spills.delete(sequence);
        } catch (IOException e) {
            throw FileTrouble.of(
                    "cannot delete the file of an item that was not put, queue=" + name, spills.directory(), e);
        }
    }

    /** Writes a record at the tail, except its state word, which publishes it. */
    private boolean write(EncodedItem item, Path part, DeadLetterHeader header, long deadlineNanos)
            throws InterruptedException {
        try {
            int length = payload.length(item, part != null, header);
            // Adding a page for dead letters may require loading Chronicle first, which takes longer than the usual
            // deadline.
            long pageDeadline =
                    header == null ? deadlineNanos : Deadline.in(DEAD_LETTER_PAGE_SECONDS, TimeUnit.SECONDS);
            if (!tail.makeRoom(length, pageDeadline)) {
                return false;
            }
            if (part == null) {
                payload.write(item, false, header, tail.region(), tail.offset());
            } else {
                writeSpilled(item, part, header);
            }
            QueueKillPoint.PUT_WRITTEN.here();
            return true;
        } catch (IOException e) {
            throw FileTrouble.of("cannot append to the queue", pages.directory(), e);
        }
    }

    private void writeSpilled(EncodedItem item, Path part, DeadLetterHeader header) throws IOException {
        boolean isWritten = false;
        spills.publish(part, tail.sequence());
        try {
            QueueKillPoint.PUT_SPILL_NAMED.here();
            payload.write(item, true, header, tail.region(), tail.offset());
            isWritten = true;
        } finally {
            if (!isWritten) {
                // The file already has its final name. Delete it, because the next item with this number may be a small
                // one.
                spills.delete(tail.sequence());
            }
        }
    }

    /**
     * Called by the sweeper of a dead process. If the dead process held the append lock, finds the tail again and frees
     * the lock.
     */
    void recover(int deadSlot) {
        lock.recover(deadSlot, this::findTail);
        pages.recover(deadSlot);
    }

    /** Called by the sweeper of a dead process after its claims are settled, since that may have made room. */
    void forget(int deadSlot) {
        notFull.forget(deadSlot);
    }

    private void findTail() {
        try {
            tail.find(spills);
            if (counters.intention().isSet()) {
                Forwarding.settle(family, counters, true);
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot repair the queue, queue=" + name, pages.directory(), e);
        }
    }

    /**
     * Refuses further puts and wakes all producers that wait for room. Runs under the append lock, so every put that
     * was accepted earlier has finished: whoever sees the queue shut down also sees those items.
     */
    void shutdown(boolean isDropped) {
        lock.lock();
        try {
            counters.setShutdown(isDropped);
        } finally {
            lock.unlock();
        }
        notFull.signalAll();
    }

    /** Refuses further puts of this process and wakes its producers that wait for room. */
    void stop() {
        closed = true;
        notFull.signalAll();
    }

    /** Signals that items were taken. The caller's last store must have been a full fence. */
    void roomMade(int items) {
        if (counters.capacity() == 0) {
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
        lock.awaitOwn();
        tail.close();
    }
}
