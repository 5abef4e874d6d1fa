package dev.multiproc.internal.sync;

import dev.multiproc.internal.control.MappedRegion;
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
 * A condition of a lock. One object a condition and process.
 *
 * <pre>
 *  0       4       8               104     108     112             128
 *  +-------+-------+---------------+-------+-------+---------------+----------------------+
 *  | kind  |length | lock's name   | turn  | pad   | event         | processes' words     |
 *  +-------+-------+---------------+-------+-------+---------------+----------------------+
 *  kind, length, name: which lock, set when made     turn: the word that is looked at first for the next signal, a hint
 * </pre>
 *
 * <p>The words count waiters and signals, see {@link WaiterCounts}. To signal is to raise a process's count of signals, which
 * needs no answer: a dead waiter holds up nobody. Which of its threads a signal is for is the process's own affair, see {@link
 * LocalWaiters}. A signal is used up once its waiter has the lock again; until then the sweep of a dead process gives it to
 * another. If the sweeper dies in between, that other may be one more than there were signals.
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
    private final transient int base;
    private final transient Monitor monitor;
    private final transient EventCount event;
    private final transient ProcessCounters words;
    private final transient LocalWaiters waiters;

    /** Attaches to a condition whose words stand at an offset in the control file. */
    public MappedCondition(SessionContext context, String name, int base) {
        super(context, SyncKind.CONDITION, name);
        this.region = context.control();
        this.base = base;
        byte[] lockName = region.getBytes(base + LOCK_NAME, region.getInt(base + LOCK_NAME_LENGTH));
        monitor = (Monitor) context.objects()
                .find(SyncKind.of(region.getInt(base + LOCK_KIND)), new String(lockName, StandardCharsets.UTF_8));
        event = new EventCount(region, base + EVENT, context.waits());
        words = new ProcessCounters(region, base + WORDS, context.slot(), "wait for one condition");
        waiters = new LocalWaiters(words);
    }

    /** The condition of that name, made if it is not there. */
    static MappedCondition of(Monitor lock, SessionContext context, String name) {
        MappedCondition condition = (MappedCondition) context.objects().open(SyncKind.CONDITION, name, base -> {
            byte[] lockName = lock.name().getBytes(StandardCharsets.UTF_8);
            MappedRegion region = context.control();
            region.setInt(base + LOCK_KIND, lock.kind().code());
            region.setInt(base + LOCK_NAME_LENGTH, lockName.length);
            region.putBytes(base + LOCK_NAME, lockName);
        });
        if (condition.monitor != lock) {
            throw new IllegalArgumentException(
                    "the condition belongs to another lock, name=" + name + ", lock=" + condition.monitor.name());
        }
        return condition;
    }

    @Override
    public SharedLock lock() {
        return monitor.lockOfConditions();
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
    @SuppressWarnings("JavaUtilDate") // The interface has it.
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
        monitor.checkHeld();
        while (!predicate.getAsBoolean()) {
            if (!waitUntil(deadlineNanos)) {
                return predicate.getAsBoolean();
            }
        }
        return true;
    }

    private boolean waitUntil(long deadlineNanos) throws InterruptedException {
        monitor.checkHeld();
        Waits.checkInterrupt();
        LocalWaiters.Waiter waiter = waiters.enter();
        int holds = unlock();
        InterruptedException interrupt = null;
        try {
            event.await(() -> waiters.isSignalled(waiter), deadlineNanos);
        } catch (InterruptedException e) {
            interrupt = e;
        }
        boolean isSignalled = waiters.isSignalled(waiter) || !waiters.giveUp(waiter);
        lockAgain(holds, waiter, isSignalled);
        if (interrupt != null && !isSignalled) {
            throw interrupt;
        }
        if (interrupt != null) {
            // The signal came first.
            Thread.currentThread().interrupt();
        }
        return isSignalled;
    }

    @Override
    public void awaitUninterruptibly() {
        monitor.checkHeld();
        LocalWaiters.Waiter waiter = waiters.enter();
        int holds = unlock();
        Uninterrupted.call(() -> event.await(() -> waiters.isSignalled(waiter), Deadline.NEVER));
        lockAgain(holds, waiter, true);
    }

    private int unlock() {
        SyncKillPoint.SYNC_CONDITION_ENTERED.here();
        return monitor.unlockAll();
    }

    private void lockAgain(int holds, LocalWaiters.Waiter waiter, boolean isSignalled) {
        SyncKillPoint.SYNC_CONDITION_WOKEN.here();
        monitor.lockAgain(holds);
        SyncKillPoint.SYNC_CONDITION_RETAKEN.here();
        if (isSignalled) {
            waiters.leave(waiter);
        }
    }

    // ---------------------------------------------------------------- signalling

    @Override
    public void signal() {
        monitor.checkHeld();
        signalOne(-1);
    }

    @Override
    public void signal(int count) {
        monitor.checkHeld();
        if (count < 0) {
            throw new IllegalArgumentException("the count is negative, count=" + count);
        }
        int left = count;
        while (left > 0 && signalOne(-1)) {
            left--;
        }
    }

    /** Signals a waiter of another process than the one given; false if there is none. */
    private boolean signalOne(int exceptSlot) {
        int first = region.getInt(base + TURN);
        for (int i = 0; i < ProcessCounters.COUNT; i++) {
            int index = (first + i) % ProcessCounters.COUNT;
            for (long word = words.get(index);
                    WaiterCounts.hasUnsignalled(word) && ProcessCounters.slot(word) != exceptSlot;
                    word = words.get(index)) {
                if (words.compareAndSet(index, word, WaiterCounts.plusSignal(word))) {
                    region.setInt(base + TURN, (index + 1) % ProcessCounters.COUNT);
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
        monitor.checkHeld();
        for (int index = 0; index < ProcessCounters.COUNT; index++) {
            for (long word = words.get(index); WaiterCounts.hasUnsignalled(word); word = words.get(index)) {
                words.compareAndSet(index, word, WaiterCounts.allSignalled(word));
            }
        }
        SyncKillPoint.SYNC_CONDITION_SIGNALLED.here();
        event.signalAll();
    }

    @Override
    public void sweep(int deadSlot) {
        int index = words.find(deadSlot);
        if (index >= 0) {
            free(index, deadSlot);
        }
        event.forget(deadSlot);
    }

    /** Gives a dead process's signals to others and frees its word. Signals may come in all the while. */
    private void free(int index, int deadSlot) {
        long word = words.get(index);
        while (word != 0) {
            if (WaiterCounts.signals(word) == 0) {
                words.compareAndSet(index, word, 0);
            } else {
                signalOne(deadSlot);
                SyncKillPoint.SYNC_CONDITION_SWEPT.here();
                while (!words.compareAndSet(index, word, WaiterCounts.minusSignal(word))) {
                    word = words.get(index);
                }
            }
            word = words.get(index);
        }
    }

    @Override
    public String toString() {
        return "SharedCondition[name=" + name() + ", lock=" + monitor.name() + "]";
    }
}
