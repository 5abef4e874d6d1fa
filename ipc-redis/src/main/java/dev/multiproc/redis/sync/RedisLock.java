package dev.multiproc.redis.sync;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A lock at the server; see {@code monitor.lua}. */
final class RedisLock extends ServerObject implements SharedLock, Monitor {
    private static final long serialVersionUID = 1L;

    private final transient Mutex mutex = new Mutex(this);
    private final transient Conditions conditions;

    RedisLock(Place place, Conditions conditions) {
        super(place, Scripts.MONITOR);
        this.conditions = conditions;
    }

    @Override
    public void lock() {
        mutex.lock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        mutex.lock(Deadline.NEVER);
    }

    @Override
    public boolean tryLock() {
        return mutex.tryLock();
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
        return mutex.lock(Deadline.in(timeout, unit));
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
        return conditions.fresh(this);
    }

    @Override
    public SharedCondition newCondition(String conditionName) {
        return conditions.named(this, conditionName);
    }

    @Override
    public SharedLock lockOfConditions() {
        return this;
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
        return "SharedLock[name=" + name() + ", " + mutex.describeOwner("free") + "]";
    }
}
