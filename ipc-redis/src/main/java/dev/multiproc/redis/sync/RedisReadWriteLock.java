package dev.multiproc.redis.sync;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import dev.multiproc.sync.SharedReadWriteLock;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A read-write lock at the server; see {@code monitor.lua}. */
final class RedisReadWriteLock extends ServerObject implements SharedReadWriteLock, Monitor {
    private static final long serialVersionUID = 1L;

    private final transient Mutex mutex = new Mutex(this);
    private final transient Readers readers = new Readers(this, mutex);
    private final transient ReadLock readLock = new ReadLock();
    private final transient WriteLock writeLock = new WriteLock();
    private final transient Conditions conditions;

    RedisReadWriteLock(Place place, Conditions conditions) {
        super(place, Scripts.MONITOR);
        this.conditions = conditions;
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
        checkOpen();
        return Integer.parseInt(ask("readers"));
    }

    @Override
    public int getReadHoldCount() {
        return readers.holdCount();
    }

    @Override
    public boolean writerDied() {
        checkOpen();
        return ask("died").equals("1");
    }

    @Override
    public SharedLock lockOfConditions() {
        return writeLock;
    }

    @Override
    public Mutex mutex() {
        return mutex;
    }

    @Override
    public void checkThere() {
        checkExists();
    }

    @Override
    public String toString() {
        return "SharedReadWriteLock[name=" + name() + ", readers=" + getReadLockCount() + ", writer="
                + mutex.describeOwner("none") + "]";
    }

    private final class ReadLock implements Lock, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public void lock() {
            Uninterrupted.call(() -> readers.lock(Deadline.NEVER));
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            readers.lock(Deadline.NEVER);
        }

        @Override
        public boolean tryLock() {
            return readers.tryLock();
        }

        @Override
        public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
            return readers.lock(Deadline.in(timeout, unit));
        }

        @Override
        public void unlock() {
            readers.unlock();
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException("a read lock has no conditions");
        }

        private Object writeReplace() {
            return new LockView(RedisReadWriteLock.this, false);
        }

        @Override
        public String toString() {
            return "ReadLock[name=" + name() + ", readers=" + getReadLockCount() + "]";
        }
    }

    private final class WriteLock implements SharedLock, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public String name() {
            return RedisReadWriteLock.this.name();
        }

        @Override
        public boolean delete() {
            return RedisReadWriteLock.this.delete();
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
            return mutex.tryLock();
        }

        @Override
        public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
            return write(Deadline.in(timeout, unit));
        }

        private boolean write(long deadlineNanos) throws InterruptedException {
            if (!mutex.isHeldByCurrentThread() && getReadHoldCount() > 0) {
                throw new IllegalMonitorStateException(
                        "a thread that holds the read lock has to unlock it before it can take the write lock");
            }
            return mutex.lock(deadlineNanos);
        }

        @Override
        public void unlock() {
            mutex.unlock();
        }

        @Override
        public boolean ownerDied() {
            return mutex.ownerDied();
        }

        @Override
        public boolean isLocked() {
            return mutex.owner().isPresent();
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
            return mutex.owner();
        }

        @Override
        public SharedCondition newCondition() {
            return conditions.fresh(RedisReadWriteLock.this);
        }

        @Override
        public SharedCondition newCondition(String conditionName) {
            return conditions.named(RedisReadWriteLock.this, conditionName);
        }

        private Object writeReplace() {
            return new LockView(RedisReadWriteLock.this, true);
        }

        @Override
        public String toString() {
            return "WriteLock[name=" + name() + ", " + mutex.describeOwner("free") + "]";
        }
    }
}
