package dev.multiproc.internal.park;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of this process that wait for one event and are woken by the {@link WakeUpListener}. There may be ten
 * thousand of them, so whoever learns that the event has moved checks their conditions on their behalf, and wakes only
 * as many as were signalled, among those whose condition may hold.
 *
 * <p>Whoever wakes sets the process's bit again first and checks conditions afterwards, in the same order as a waiter.
 * A thread that was picked passes its wake-up on: once it has checked its condition, whatever the result, it picks the
 * next thread whose condition holds. This covers signals that came while the bit was cleared.
 */
final class ChannelWaiters {
    private final EventCount event;
    private final WakeUpListener listener;
    /**
     * A lock of {@code java.util.concurrent}, since virtual threads wait for it. Conditions are checked while it is
     * held.
     */
    private final ReentrantLock lock = new ReentrantLock();
    /** Oldest first. Guarded by the lock. */
    private final Set<Waits.Wait> asleep = new LinkedHashSet<>();
    /** The value of the event's word up to which signals were handled, while any thread sleeps. Guarded by the lock. */
    private int handledMoves;
    /** How many threads were picked and have not checked their condition yet. Guarded by the lock. */
    private int pickedCount;
    /**
     * The value of the event's word before the last search that found no further thread to wake: until the word moves,
     * another search would find none either. Guarded by the lock.
     */
    private int searchedMoves;

    private boolean hasFoundNobody;

    ChannelWaiters(EventCount event, WakeUpListener listener) {
        this.event = event;
        this.listener = listener;
    }

    /**
     * Sleeps unless the event has moved, until this thread is picked, interrupted or timed out; may also return for no
     * reason.
     */
    void sleep(Waits.Wait wait, int expected, boolean hasRechecked, long nanos) {
        if (!enlist(wait, expected, hasRechecked)) {
            return;
        }
        if (Threads.isManaged(nanos)) {
            Threads.sleepManaged(() -> park(wait, nanos));
        } else {
            park(wait, nanos);
        }
        delist(wait);
    }

    /** Adds a waiter to those that can be picked, right before it parks; false if the event has moved. */
    boolean enlist(Waits.Wait wait, int expected, boolean hasRechecked) {
        lock.lock();
        try {
            handOn(wait, hasRechecked);
            if (event.moves() != expected) {
                return false;
            }
            if (asleep.isEmpty()) {
                handledMoves = expected;
                listener.watch(this);
            }
            return asleep.add(wait);
        } finally {
            lock.unlock();
        }
    }

    /** Called by a waiter when it has parked, or does not park after all. */
    void delist(Waits.Wait wait) {
        lock.lock();
        try {
            if (asleep.remove(wait)) {
                noteEmpty();
            }
        } finally {
            lock.unlock();
        }
    }

    private void park(Waits.Wait wait, long nanos) {
        if (wait.picked) {
            // A fork-join pool may have waited for a lock of its own, and so used up the permit to go on.
            return;
        }
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(event);
        } else {
            LockSupport.parkNanos(event, nanos);
        }
    }

    private void handOn(Waits.Wait wait, boolean hasRechecked) {
        if (wait.picked) {
            wait.picked = false;
            wait.owesSignal = false;
            pickedCount--;
            pickNext();
        }
        if (wait.rechecksForAll && hasRechecked) {
            wait.rechecksForAll = false;
            pick(1);
        }
    }

    /** Called by a thread that stops waiting and is no longer among the sleepers. */
    void handOnAtEnd(Waits.Wait wait) {
        if (wait.picked || wait.rechecksForAll) {
            // The flag stays set: it shows that this thread has received a signal.
            lock.lock();
            try {
                if (wait.picked) {
                    pickedCount--;
                    pickNext();
                }
                if (wait.rechecksForAll) {
                    chooseRechecker();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Called by the listener's thread: another process has sent a wake-up, perhaps because this event has moved. */
    void onWakeUp() {
        lock.lock();
        try {
            // The distance tells how many signals there were; some of them may have been for other processes.
            int count = event.moves() - handledMoves;
            handledMoves += count;
            signalled(count);
        } finally {
            lock.unlock();
        }
    }

    /** Signals from this process: moves the event, and picks as many threads as the step stands for. */
    void move(int step) {
        lock.lock();
        try {
            event.move(step);
            // So that the listener does not count this signal again.
            handledMoves += step;
            signalled(step);
        } finally {
            lock.unlock();
        }
    }

    /** Called after the event has moved: wakes all threads, whatever their conditions. */
    void wakeAll() {
        lock.lock();
        try {
            for (Waits.Wait wait : asleep) {
                wake(wait);
            }
            asleep.clear();
            noteEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Called by the safety net for a thread whose condition holds. Does nothing while a picked thread has yet to check
     * its condition, since that one passes the wake-up on.
     */
    void rescue() {
        lock.lock();
        try {
            if (pickedCount == 0) {
                pick(1);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isAnyPicked() {
        lock.lock();
        try {
            return pickedCount > 0;
        } finally {
            lock.unlock();
        }
    }

    private void signalled(int count) {
        if (count != 0) {
            if (!asleep.isEmpty()) {
                event.endSearch();
            }
            pick(count < 0 || count >= EventCount.ALL_STEP ? Integer.MAX_VALUE : count);
            if (event.mayBeOverlooked()) {
                chooseRechecker();
            }
        }
    }

    /**
     * Skips the search if it must fail: ten thousand threads that each search all others in vain would leave no time
     * for anything else.
     */
    private void pickNext() {
        if (!hasFoundNobody || event.moves() != searchedMoves) {
            pick(1);
        }
    }

    private void pick(int limit) {
        if (asleep.isEmpty()) {
            return;
        }
        int moves = event.moves();
        event.setChannelBit();
        Iterator<Waits.Wait> sleepers = asleep.iterator();
        int left = limit;
        while (left > 0 && sleepers.hasNext()) {
            Waits.Wait wait = sleepers.next();
            if (isDue(wait)) {
                sleepers.remove();
                wake(wait);
                left--;
            }
        }
        hasFoundNobody = left > 0;
        searchedMoves = moves;
        noteEmpty();
    }

    /** A waiter whose check throws is woken, so that its own thread gets the exception. */
    private static boolean isDue(Waits.Wait wait) {
        try {
            return wait.mayHold();
        } catch (RuntimeException e) {
            return true;
        }
    }

    /**
     * A signaller without a full fence may have missed the bit that was just set again. So one of the sleeping threads
     * is woken to sleep a short time, and then to check the conditions of all of them.
     */
    private void chooseRechecker() {
        Iterator<Waits.Wait> sleepers = asleep.iterator();
        if (sleepers.hasNext()) {
            Waits.Wait rechecker = sleepers.next();
            sleepers.remove();
            rechecker.rechecksForAll = true;
            wake(rechecker);
            noteEmpty();
        }
    }

    private void wake(Waits.Wait wait) {
        wait.picked = true;
        pickedCount++;
        LockSupport.unpark(wait.thread);
    }

    private void noteEmpty() {
        if (asleep.isEmpty()) {
            listener.unwatch(this);
        }
    }
}
