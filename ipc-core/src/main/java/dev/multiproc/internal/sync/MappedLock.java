package dev.multiproc.internal.sync;

import dev.multiproc.ProcessInfo;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A lock, implemented by a {@link Mutex}. One object per lock and process. */
public final class MappedLock extends MappedSynchronizer implements SharedLock, Monitor {
    private static final long serialVersionUID = 1L;

    private final transient Mutex mutex;

    /** Attaches to a lock at its place. */
    MappedLock(SessionContext context, ObjectPlace place) {
        super(context, place);
        mutex = new Mutex(context, place, 0);
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
        return MappedCondition.fresh(this, context);
    }

    @Override
    public SharedCondition newCondition(String conditionName) {
        return MappedCondition.named(this, context, conditionName);
    }

    // ---------------------------------------------------------------- for its conditions

    @Override
    public SharedLock lockOfConditions() {
        return this;
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
        return mutex.unlockAll();
    }

    @Override
    public void lockAgain(int holds) {
        mutex.lockAgain(holds);
    }

    @Override
    public void sweep(int deadSlot) {
        mutex.sweep(deadSlot);
    }

    @Override
    public String toString() {
        return "SharedLock[name=" + name() + ", "
                + owner().map(process -> "held by " + process.name() + ", pid=" + process.pid())
                        .orElse("free")
                + "]";
    }
}
