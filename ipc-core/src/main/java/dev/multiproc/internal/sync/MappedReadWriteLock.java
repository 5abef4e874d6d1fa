package dev.multiproc.internal.sync;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A read-write lock. One object per lock and process.
 *
 * <pre>
 *  0               48              64              80              96      128            896
 *  +---------------+---------------+---------------+---------------+-------+--------------+
 *  | writers' mutex| drained       | writer left   | used counters | pad   | reader       |
 *  |               | (event)       | (event)       |               |       | counters     |
 *  +---------------+---------------+---------------+---------------+-------+--------------+
 * </pre>
 *
 * <p>A writer takes the mutex, then checks whether there are readers. A reader counts itself, then checks whether the
 * mutex is taken. Both do the first step with a full fence, so at least one of them sees the other: then the reader
 * withdraws, or the writer waits until the readers have gone. A reader that has waited too long takes the mutex itself,
 * as a writer does, and so gets its turn among the writers.
 */
public final class MappedReadWriteLock extends MappedSynchronizer implements SharedReadWriteLock, Monitor {
    private static final long serialVersionUID = 1L;

    private static final int DRAINED = 48;
    private static final int WRITER_LEFT = DRAINED + EventCount.LENGTH;
    private static final int USED = WRITER_LEFT + EventCount.LENGTH;
    private static final int READERS = 128;

    static {
        assert Mutex.LENGTH <= DRAINED && USED + Readers.LENGTH <= READERS;
    }

    private final transient Mutex mutex;
    private final transient Readers readers;
    private final transient EventCount drained;
    private final transient EventCount writerLeft;
    /** How often each thread holds the read lock. */
    private final transient ThreadLocal<Holds> readHolds = ThreadLocal.withInitial(Holds::new);

    private final transient ReadLock readLock = new ReadLock();
    private final transient WriteLock writeLock = new WriteLock();

    private static final class Holds {
        private int count;
    }

    /** Attaches to a lock at its place. */
    MappedReadWriteLock(SessionContext context, ObjectPlace place) {
        super(context, place);
        MappedRegion region = place.region();
        mutex = new Mutex(context, place, 0);
        ProcessCounters counters = new ProcessCounters(region, READERS, context.slot(), "read under the lock", name());
        readers = new Readers(region, USED, counters);
        drained = new EventCount(region, DRAINED, context.waits());
        writerLeft = EventCount.withoutFence(region, WRITER_LEFT, context.waits());
    }

    /** The offset of the reader counters of the lock whose layout starts at the given offset. */
    static int readers(int base) {
        return base + READERS;
    }

    @Override
    public Lock readLock() {
        return readLock;
    }

    @Override
    public SharedLock writeLock() {
        return writeLock;
    }

    @Override
    public int getReadLockCount() {
        return readers.count();
    }

    @Override
    public int getReadHoldCount() {
        return readHolds.get().count;
    }

    @Override
    public boolean writerDied() {
        checkOpen();
        return mutex.isLeftByTheDead();
    }

    // ---------------------------------------------------------------- reading

    private boolean tryRead() {
        checkOpen();
        Holds holds = readHolds.get();
        if (holds.count > 0) {
            holds.count++;
            return true;
        }
        boolean isIn = mutex.isHeldByCurrentThread() || mutex.isFree(true);
        if (isIn) {
            readers.come();
            isIn = mutex.isHeldByCurrentThread() || mutex.isFree(true);
            if (!isIn) {
                leave();
            }
        }
        holds.count = isIn ? 1 : 0;
        return isIn;
    }

    private void leave() {
        if (readers.go()) {
            SyncKillPoint.SYNC_READER_GONE.here();
            drained.signalAll();
        }
    }

    private boolean read(long deadlineNanos) throws InterruptedException {
        Waits.checkInterrupt();
        if (tryRead()) {
            return true;
        }
        long turnEnd = Deadline.in(WaitQueue.TURN_NANOS, TimeUnit.NANOSECONDS);
        while (writerLeft.await(() -> mutex.isFree(true), Deadline.earlier(deadlineNanos, turnEnd))) {
            if (tryRead()) {
                return true;
            }
        }
        if (!mutex.lock(deadlineNanos)) {
            return false;
        }
        tryRead();
        leaveUntouched();
        return true;
    }

    private void stopReading() {
        context.checkOpen();
        Holds holds = readHolds.get();
        if (holds.count == 0) {
            throw new IllegalMonitorStateException("this thread does not hold the read lock");
        }
        holds.count--;
        if (holds.count == 0) {
            leave();
        }
    }

    private final class ReadLock implements Lock, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public void lock() {
            Uninterrupted.call(() -> read(Deadline.NEVER));
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            read(Deadline.NEVER);
        }

        @Override
        public boolean tryLock() {
            return tryRead();
        }

        @Override
        public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
            return read(Deadline.in(timeout, unit));
        }

        @Override
        public void unlock() {
            stopReading();
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException("a read lock has no conditions");
        }

        private Object writeReplace() {
            return new LockView(MappedReadWriteLock.this, false);
        }

        @Override
        public String toString() {
            return "ReadLock[name=" + name() + ", readers=" + getReadLockCount() + "]";
        }
    }

    // ---------------------------------------------------------------- writing

    private boolean tryWrite() {
        if (!mutex.tryLock()) {
            return false;
        }
        if (mutex.holdCount() > 1 || readers.areNone()) {
            return true;
        }
        leaveUntouched();
        return false;
    }

    private boolean write(long deadlineNanos) throws InterruptedException {
        checkNotReading();
        return mutex.lock(deadlineNanos) && (mutex.holdCount() > 1 || awaitDrained(deadlineNanos));
    }

    /** Waits, holding the mutex, until all readers have gone. Releases the mutex if the deadline passes first. */
    private boolean awaitDrained(long deadlineNanos) throws InterruptedException {
        SyncKillPoint.SYNC_WRITER_CAME.here();
        if (readers.areNone()) {
            return true;
        }
        boolean areGone = false;
        try {
            areGone = drained.await(readers::areNone, deadlineNanos);
            return areGone;
        } finally {
            if (!areGone) {
                leaveUntouched();
            }
        }
    }

    /** A thread that holds the read lock would wait for itself. */
    private void checkNotReading() {
        if (!mutex.isHeldByCurrentThread() && getReadHoldCount() > 0) {
            throw new IllegalMonitorStateException(
                    "a thread that holds the read lock has to unlock it before it can take the write lock");
        }
    }

    /** Releases the mutex and keeps its owner-died mark, since nothing was written. */
    private void leaveUntouched() {
        mutex.unlockUntouched();
        writerLeft.signalAll();
    }

    private void stopWriting() {
        mutex.unlock();
        if (!mutex.isHeldByCurrentThread()) {
            writerLeft.signalAll();
        }
    }

    private final class WriteLock implements SharedLock, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public String name() {
            return MappedReadWriteLock.this.name();
        }

        @Override
        public void lock() {
            Uninterrupted.call(() -> write(Deadline.NEVER));
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            write(Deadline.NEVER);
        }

        @Override
        public boolean tryLock() {
            return tryWrite();
        }

        @Override
        public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
            return write(Deadline.in(timeout, unit));
        }

        @Override
        public void unlock() {
            stopWriting();
        }

        @Override
        public boolean delete() {
            return MappedReadWriteLock.this.delete();
        }

        @Override
        public boolean ownerDied() {
            return mutex.ownerDied();
        }

        @Override
        public boolean isLocked() {
            return mutex.ownerSlot() >= 0;
        }

        @Override
        public boolean isHeldByCurrentThread() {
            return mutex.isHeldByCurrentThread();
        }

        @Override
        public int getHoldCount() {
            return mutex.holdCount();
        }

        @Override
        public Optional<ProcessInfo> owner() {
            int slot = mutex.ownerSlot();
            return slot < 0 ? Optional.empty() : Optional.of(context.process(slot));
        }

        @Override
        public SharedCondition newCondition() {
            return MappedCondition.fresh(MappedReadWriteLock.this, context);
        }

        @Override
        public SharedCondition newCondition(String conditionName) {
            return MappedCondition.named(MappedReadWriteLock.this, context, conditionName);
        }

        private Object writeReplace() {
            return new LockView(MappedReadWriteLock.this, true);
        }

        @Override
        public String toString() {
            return "WriteLock[name=" + name() + ", "
                    + owner().map(process -> "held by " + process.name() + ", pid=" + process.pid())
                            .orElse("free")
                    + "]";
        }
    }

    // ---------------------------------------------------------------- for the conditions of the write lock

    @Override
    public SharedLock lockOfConditions() {
        return writeLock;
    }

    @Override
    public void checkExists() {
        place.check();
    }

    @Override
    public void checkHeld() {
        mutex.checkHeld();
    }

    @Override
    public int unlockAll() {
        int holds = mutex.unlockAll();
        writerLeft.signalAll();
        return holds;
    }

    @Override
    public void lockAgain(int holds) {
        mutex.lockAgain(holds);
        Uninterrupted.call(() -> drained.await(readers::areNone, Deadline.NEVER));
    }

    @Override
    public void sweep(int deadSlot) {
        readers.sweep(deadSlot);
        mutex.sweep(deadSlot);
        drained.forget(deadSlot);
        writerLeft.forget(deadSlot);
    }

    @Override
    public String toString() {
        return "SharedReadWriteLock[name=" + name() + ", readers=" + getReadLockCount() + ", writer="
                + writeLock
                        .owner()
                        .map(process -> process.name() + ", pid=" + process.pid())
                        .orElse("none")
                + "]";
    }
}
