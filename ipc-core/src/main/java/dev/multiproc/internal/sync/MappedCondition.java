package dev.multiproc.internal.sync;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.ObjectDeletedException;
import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Naming;
import dev.multiproc.internal.object.ObjectPlace;
import dev.multiproc.internal.object.ObjectRequest;
import dev.multiproc.internal.object.OpenMode;
import dev.multiproc.internal.object.SessionContext;
import dev.multiproc.internal.park.Deadline;
import dev.multiproc.internal.park.EventCount;
import dev.multiproc.internal.park.Uninterrupted;
import dev.multiproc.internal.park.Waits;
import dev.multiproc.sync.SharedCondition;
import dev.multiproc.sync.SharedLock;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A condition of a lock. One object per condition and process.
 *
 * <pre>
 *  0       4       8               104     108     112             128
 *  +-------+-------+---------------+-------+-------+---------------+----------------------+
 *  | kind  |length | lock's name   | turn  | pad   | event         | process counters     |
 *  +-------+-------+---------------+-------+-------+---------------+----------------------+
 *  kind, length, name: identify the lock, set at creation     turn: a hint, the counter to look at first for the next signal
 * </pre>
 *
 * <p>The process counters count waiters and signals; see {@link WaiterCounts}. To signal means to raise a process's
 * count of signals. That needs no answer, so a dead waiter blocks nobody. The process itself decides which of its
 * threads a signal is for; see {@link LocalWaiters}. A signal is consumed once its waiter has the lock again. Until
 * then, the sweeper of a dead process gives its signals to other processes. If the sweeper dies halfway, one more
 * waiter may be woken than there were signals.
 */
public final class MappedCondition extends MappedSynchronizer implements SharedCondition {
    private static final long serialVersionUID = 1L;

    private static final int LOCK_KIND = 0;
    private static final int LOCK_NAME_LENGTH = LOCK_KIND + Integer.BYTES;
    private static final int LOCK_NAME = LOCK_NAME_LENGTH + Integer.BYTES;
    private static final int TURN = LOCK_NAME + 96;
    private static final int EVENT = TURN + 2 * Integer.BYTES;
    private static final int WORDS = EVENT + EventCount.LENGTH;

    private final transient MappedRegion region;
    /** Null until it is needed: a sweep goes without, and may find a condition whose lock is just being deleted. */
    private transient Monitor monitor;

    private final transient EventCount event;
    private final transient ProcessCounters counters;
    private final transient LocalWaiters waiters;

    /** Attaches to a condition at its place. */
    MappedCondition(SessionContext context, ObjectPlace place) {
        super(context, place);
        this.region = place.region();
        event = new EventCount(region, EVENT, context.waits());
        counters = new ProcessCounters(region, WORDS, context.slot(), "wait for the condition", name());
        waiters = new LocalWaiters(counters);
    }

    /** The name of the lock of the condition whose layout starts at the given offset. */
    static String lockName(MappedRegion region, int base) {
        return new String(
                region.getBytes(base + LOCK_NAME, region.getInt(base + LOCK_NAME_LENGTH)), StandardCharsets.UTF_8);
    }

    private Monitor monitor() {
        Monitor known = monitor;
        if (known == null) {
            known = findMonitor();
            monitor = known;
        }
        return known;
    }

    private Monitor findMonitor() {
        try {
            SyncKind kind = SyncKind.of(region.getInt(LOCK_KIND));
            Monitor found = (Monitor) context.objects().find(kind, lockName(region, 0));
            // If the condition is still there, so is its lock: this is not another lock of the name.
            place.check();
            return found;
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Perhaps its lock was deleted, and so the condition; another object may have the lock's name.
            place.check();
            throw e;
        }
    }

    /** A new condition of a lock. */
    static MappedCondition fresh(Monitor lock, SessionContext context) {
        return of(lock, context, naming(context).fresh("condition"));
    }

    /** Finds the condition with this name, or creates it. */
    static MappedCondition named(Monitor lock, SessionContext context, String name) {
        return of(lock, context, naming(context).named(name));
    }

    private static Naming naming(SessionContext context) {
        return new Naming(context.objects(), OpenMode.OPEN_OR_CREATE);
    }

    private static MappedCondition of(Monitor lock, SessionContext context, ObjectRequest request) {
        MappedCondition condition = (MappedCondition) context.objects().open(SyncKind.CONDITION, request, place -> {
            // Under the lock of the tables, so nobody can delete the lock meanwhile.
            lock.checkExists();
            byte[] lockName = lock.name().getBytes(StandardCharsets.UTF_8);
            MappedRegion region = place.region();
            region.setInt(LOCK_KIND, lock.kind().code());
            region.setInt(LOCK_NAME_LENGTH, lockName.length);
            region.putBytes(LOCK_NAME, lockName);
        });
        if (condition.monitor() != lock) {
            throw new IllegalArgumentException("the condition belongs to another lock, name=" + request.name()
                    + ", lock=" + condition.monitor().name());
        }
        return condition;
    }

    @Override
    public SharedLock lock() {
        return monitor().lockOfConditions();
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
        Waits.checkInterrupt();
        LocalWaiters.Waiter waiter = waiters.enter();
        int holds = unlock();
        InterruptedException interrupt = null;
        RuntimeException end = null;
        try {
            event.await(() -> waiters.isSignalled(waiter), deadlineNanos);
        } catch (InterruptedException e) {
            interrupt = e;
        } catch (ObjectDeletedException | MultiprocessingException e) {
            // The condition or the session's directory is gone. The lock may still be there, and the caller is about to
            // unlock it.
            end = e;
        }
        boolean isSignalled = waiters.isSignalled(waiter) || !waiters.giveUp(waiter);
        lockAgain(holds, waiter, isSignalled);
        if (end != null) {
            throw end;
        }
        if (interrupt != null && !isSignalled) {
            throw interrupt;
        }
        if (interrupt != null) {
            // The signal came first: keep the interrupt for later.
            Thread.currentThread().interrupt();
        }
        return isSignalled;
    }

    @Override
    public void awaitUninterruptibly() {
        checkUsable();
        LocalWaiters.Waiter waiter = waiters.enter();
        int holds = unlock();
        try {
            Uninterrupted.call(() -> event.await(() -> waiters.isSignalled(waiter), Deadline.NEVER));
        } catch (ObjectDeletedException | MultiprocessingException e) {
            lockAgain(holds, waiter, !waiters.giveUp(waiter));
            throw e;
        }
        lockAgain(holds, waiter, true);
    }

    private void checkUsable() {
        checkOpen();
        monitor().checkHeld();
    }

    private int unlock() {
        SyncKillPoint.SYNC_CONDITION_ENTERED.here();
        return monitor().unlockAll();
    }

    private void lockAgain(int holds, LocalWaiters.Waiter waiter, boolean isSignalled) {
        SyncKillPoint.SYNC_CONDITION_WOKEN.here();
        monitor().lockAgain(holds);
        SyncKillPoint.SYNC_CONDITION_RETAKEN.here();
        if (isSignalled) {
            waiters.leave(waiter);
        }
    }

    // ---------------------------------------------------------------- signalling

    @Override
    public void signal() {
        checkUsable();
        signalOne(-1);
    }

    @Override
    public void signal(int count) {
        checkUsable();
        if (count < 0) {
            throw new IllegalArgumentException("the count is negative, count=" + count);
        }
        int left = count;
        while (left > 0 && signalOne(-1)) {
            left--;
        }
    }

    /** Signals one waiter that is not of process {@code exceptSlot}. Returns false if there is none. */
    private boolean signalOne(int exceptSlot) {
        int first = region.getInt(TURN);
        for (int i = 0; i < ProcessCounters.COUNT; i++) {
            int index = (first + i) % ProcessCounters.COUNT;
            for (long word = counters.get(index);
                    WaiterCounts.hasUnsignalled(word) && ProcessCounters.slot(word) != exceptSlot;
                    word = counters.get(index)) {
                if (counters.compareAndSet(index, word, WaiterCounts.plusSignal(word))) {
                    region.setInt(TURN, (index + 1) % ProcessCounters.COUNT);
                    SyncKillPoint.SYNC_CONDITION_SIGNALLED.here();
                    event.signal(ProcessCounters.slot(word));
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void signalAll() {
        checkUsable();
        for (int index = 0; index < ProcessCounters.COUNT; index++) {
            for (long word = counters.get(index); WaiterCounts.hasUnsignalled(word); word = counters.get(index)) {
                counters.compareAndSet(index, word, WaiterCounts.allSignalled(word));
            }
        }
        SyncKillPoint.SYNC_CONDITION_SIGNALLED.here();
        event.signalAll();
    }

    @Override
    public void sweep(int deadSlot) {
        int index = counters.find(deadSlot);
        if (index >= 0) {
            free(index, deadSlot);
        }
        event.forget(deadSlot);
    }

    /**
     * Passes a dead process's signals on to other processes and frees its counter. New signals may arrive meanwhile.
     */
    private void free(int index, int deadSlot) {
        long word = counters.get(index);
        while (word != 0) {
            if (WaiterCounts.signals(word) == 0) {
                counters.compareAndSet(index, word, 0);
            } else {
                signalOne(deadSlot);
                SyncKillPoint.SYNC_CONDITION_SWEPT.here();
                while (!counters.compareAndSet(index, word, WaiterCounts.minusSignal(word))) {
                    word = counters.get(index);
                }
            }
            word = counters.get(index);
        }
    }

    @Override
    public String toString() {
        return "SharedCondition[name=" + name() + ", lock=" + lockName(region, 0) + "]";
    }
}
