package dev.multiproc.internal.park;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One thread's wait for several conditions at once, until any of them holds.
 *
 * <p>At each event it does what a single waiter does ({@link EventCount}): it reads the event's word, sets the bit, checks the
 * condition, and sleeps only if the word has not moved since. The kernel lets a thread sleep on one word only, so this thread
 * counts among those that the {@link WakeUpListener} wakes, at all events at once.
 *
 * <p>It takes nothing, so every signal that it has received goes on to the next waiter of that event when it leaves. The
 * model {@code MultiWaitProtocol} among the tests fails if it does not.
 */
public final class MultiWait {
    private final Waits waits;
    private final List<? extends Readiness> conditions;
    private final BooleanSupplier other;
    private final Entry[] entries;

    /** The wait at one of the events. */
    private static final class Entry {
        final Readiness condition;
        final Waits.Wait wait;
        /** The value of the event's word that this thread knows. */
        int moves;

        boolean hasRechecked;
        /**
         * Whether a signal has cleared the bit before this thread set it last. The item that it was for may still wait when this
         * thread leaves because of another event.
         */
        boolean owesSignal;

        Entry(Readiness condition) {
            this.condition = condition;
            moves = condition.event().moves();
            wait = condition.event().enterForListener(condition::isReady, moves);
            wait.lookBy(condition::mayBeReady);
        }
    }

    /**
     * Waits for nothing yet.
     *
     * @param conditions events of one session
     * @param other a condition whose change unparks the thread
     */
    public MultiWait(Waits waits, List<? extends Readiness> conditions, BooleanSupplier other) {
        this.waits = waits;
        this.conditions = conditions;
        this.other = other;
        entries = new Entry[conditions.size()];
    }

    /**
     * Waits until a condition holds. Called once.
     *
     * @param deadlineNanos as in {@link EventCount#await}
     * @return false if the time is up and none holds
     */
    public boolean await(long deadlineNanos) throws InterruptedException {
        Waits.checkInterrupt();
        if (isAnyReady()) {
            return true;
        }
        if (Deadline.left(deadlineNanos) <= 0) {
            return false;
        }
        try {
            return awaitWhileOpen(deadlineNanos);
        } catch (Waits.Over e) {
            return waits.stay(e, deadlineNanos);
        }
    }

    private boolean isAnyReady() {
        boolean isReady = other.getAsBoolean();
        for (int i = 0; i < conditions.size() && !isReady; i++) {
            isReady = conditions.get(i).isReady();
        }
        return isReady;
    }

    private boolean awaitWhileOpen(long deadlineNanos) throws InterruptedException {
        boolean isLate = waits.isExiting();
        try {
            for (int i = 0; i < entries.length; i++) {
                entries[i] = new Entry(conditions.get(i));
                waits.begin(entries[i].wait, isLate);
            }
            while (!checkMarked()) {
                Waits.checkInterrupt();
                waits.checkOpen(isLate);
                checkExist();
                long left = Deadline.left(deadlineNanos);
                if (left <= 0) {
                    return false;
                }
                sleep(limited(left));
            }
            return true;
        } finally {
            leave();
        }
    }

    private void checkExist() {
        for (Entry entry : entries) {
            entry.condition.event().checkExists();
        }
    }

    private long limited(long left) {
        long nanos = left;
        for (Readiness condition : conditions) {
            nanos = Math.min(nanos, Deadline.left(condition.limit(Deadline.NEVER)));
        }
        return Math.max(1, nanos);
    }

    /** Sets the bits of all events first, and then checks all conditions. */
    private boolean checkMarked() {
        for (Entry entry : entries) {
            entry.owesSignal |= entry.condition.event().mark(entry.wait);
        }
        if (isAnyReady()) {
            return true;
        }
        for (Entry entry : entries) {
            entry.owesSignal = false;
        }
        return false;
    }

    private void sleep(long left) {
        long deadline = Deadline.in(left, TimeUnit.NANOSECONDS);
        long nanos = left;
        int listed = 0;
        boolean maySleep = true;
        try {
            while (maySleep && listed < entries.length) {
                Entry entry = entries[listed];
                listed++;
                entry.wait.fallAsleep(entry.moves);
                entry.wait.deadlineNanos = deadline;
                maySleep = entry.condition.event().enlist(entry.wait, entry.moves, entry.hasRechecked);
                nanos = entry.hasRechecked
                        ? nanos
                        : Math.min(nanos, entry.condition.event().recheckNanos());
            }
            if (maySleep) {
                park(nanos);
            }
        } finally {
            for (int i = 0; i < listed; i++) {
                Entry entry = entries[i];
                EventCount event = entry.condition.event();
                event.delist(entry.wait);
                int moved = event.moves();
                entry.hasRechecked = maySleep && moved == entry.moves && !entry.wait.picked;
                entry.moves = moved;
                entry.wait.hasSlept = true;
            }
        }
    }

    private void park(long nanos) {
        if (Threads.isManaged(nanos)) {
            Threads.sleepManaged(() -> parkNow(nanos));
        } else {
            parkNow(nanos);
        }
    }

    private void parkNow(long nanos) {
        // Whoever unparked this thread while it waited for the lock of another event's waiters did it in vain.
        if (other.getAsBoolean() || isPicked()) {
            return;
        }
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private boolean isPicked() {
        for (Entry entry : entries) {
            if (entry.wait.picked) {
                return true;
            }
        }
        return false;
    }

    private void leave() {
        for (Entry entry : entries) {
            if (entry != null) {
                waits.end(entry.wait, false);
                entry.condition.event().leaveUnsatisfied(entry.wait, entry.owesSignal);
            }
        }
    }
}
