package dev.multiproc.redis.sync;

import dev.multiproc.ObjectDeletedException;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A condition of a lock at the server; see {@code monitor.lua}. */
final class RedisCondition extends ServerObject implements SharedCondition {
    private static final long serialVersionUID = 1L;

    private final transient Monitor monitor;

    RedisCondition(Place place, Monitor monitor) {
        super(place, Scripts.MONITOR);
        this.monitor = monitor;
    }

    Monitor monitor() {
        return monitor;
    }

    @Override
    public SharedLock lock() {
        return monitor.lockOfConditions();
    }

    /** Those who wait are sent away first: they take the lock again, and learn why. */
    @Override
    public boolean delete() {
        checkOpen();
        try {
            String unused = ((ServerObject) monitor).changeWith(place().key(), "dismiss");
        } catch (ObjectDeletedException e) {
            // With its lock, which ended the waits.
        }
        return super.delete();
    }

    @Override
    public void sweep(String deadProcess) {
        String unused = ask("sweepCondition", deadProcess);
    }

    // ---------------------------------------------------------------- waiting

    @Override
    public void await() throws InterruptedException {
        waitUntil(Deadline.NEVER);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return waitUntil(Deadline.in(time, unit));
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        long deadlineNanos = Deadline.in(nanosTimeout, TimeUnit.NANOSECONDS);
        waitUntil(deadlineNanos);
        return Math.min(nanosTimeout, Deadline.left(deadlineNanos));
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // The interface requires it.
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        long leftMillis = deadline.getTime() - System.currentTimeMillis();
        return waitUntil(Deadline.in(leftMillis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void waitFor(BooleanSupplier predicate) throws InterruptedException {
        waitFor(predicate, Deadline.NEVER);
    }

    @Override
    public boolean waitFor(BooleanSupplier predicate, long timeout, TimeUnit unit) throws InterruptedException {
        return waitFor(predicate, Deadline.in(timeout, unit));
    }

    private boolean waitFor(BooleanSupplier predicate, long deadlineNanos) throws InterruptedException {
        checkUsable();
        while (!predicate.getAsBoolean()) {
            if (!waitUntil(deadlineNanos)) {
                return predicate.getAsBoolean();
            }
        }
        return true;
    }

    private boolean waitUntil(long deadlineNanos) throws InterruptedException {
        checkUsable();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try (Mutex.Wait wait = monitor.mutex().new Wait(this)) {
            return wait.await(deadlineNanos, true);
        }
    }

    @Override
    public void awaitUninterruptibly() {
        checkUsable();
        try (Mutex.Wait wait = monitor.mutex().new Wait(this)) {
            wait.await(Deadline.NEVER, false);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the wait cannot be interrupted", e);
        }
    }

    private void checkUsable() {
        checkOpen();
        if (!monitor.mutex().isHeldByCurrentThread()) {
            // It may be gone with its lock, which this thread could not take then.
            checkExists();
            monitor.mutex().checkHeld();
        }
    }

    // ---------------------------------------------------------------- signalling

    @Override
    public void signal() {
        checkUsable();
        monitor.mutex().signal(this, 1);
    }

    @Override
    public void signal(int count) {
        checkUsable();
        if (count < 0) {
            throw new IllegalArgumentException("the count is negative, count=" + count);
        }
        monitor.mutex().signal(this, count);
    }

    @Override
    public void signalAll() {
        checkUsable();
        monitor.mutex().signal(this, -1);
    }

    @Override
    public String toString() {
        return "SharedCondition[name=" + name() + ", lock=" + monitor.place().name() + "]";
    }
}
