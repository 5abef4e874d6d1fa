package dev.multiproc.internal.park;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of this process that sleep at the door for one event. There may be ten thousand, so whoever is told that the
 * event has moved looks in their place whether their conditions may hold, and wakes as many as were signalled of those.
 *
 * <p>As a thread that is woken does, it sets the process's bit first and looks then. A thread that was picked hands on: if it
 * has looked in vain or has what it wanted, it picks the next whose condition holds, for what was signalled while the bit was
 * off.
 */
final class ChannelWaiters {
    private final EventCount event;
    private final WakeUpListener listener;
    /** A lock of Java's, since virtual threads wait for it. Conditions are looked at under it. */
    private final ReentrantLock lock = new ReentrantLock();
    /** The oldest first. Guarded by the lock. */
    private final Set<Waits.Wait> asleep = new LinkedHashSet<>();
    /** The event's moves up to which signals were heard, while anybody sleeps. Guarded by the lock. */
    private int handledMoves;
    /** How many were woken and have not looked yet. Guarded by the lock. */
    private int pickedCount;
    /** The event's moves before the last look that found nobody else to wake: until it moves there is none. Guarded by the lock. */
    private int searchedMoves;

    private boolean hasFoundNobody;

    ChannelWaiters(EventCount event, WakeUpListener listener) {
        this.event = event;
        this.listener = listener;
    }

    /** Sleeps unless the event has moved; until picked, an interrupt or the time-out, or for no reason. */
    void sleep(Waits.Wait wait, int expected, boolean hasRechecked, long nanos) {
        lock.lock();
        try {
            handOn(wait, hasRechecked);
            if (event.moves() != expected) {
                return;
            }
            if (asleep.isEmpty()) {
                handledMoves = expected;
                listener.watch(this);
            }
            asleep.add(wait);
        } finally {
            lock.unlock();
        }
        if (Threads.isManaged(nanos)) {
            Threads.sleepManaged(() -> park(nanos));
        } else {
            park(nanos);
        }
        lock.lock();
        try {
            if (asleep.remove(wait)) {
                noteEmpty();
            }
        } finally {
            lock.unlock();
        }
    }

    private void park(long nanos) {
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

    /** Called by one that leaves, and is not among the sleepers any more. */
    void handOnAtEnd(Waits.Wait wait) {
        if (wait.picked || wait.rechecksForAll) {
            // It stays picked, as a sign that it has had a signal.
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

    /** Called by the doorkeeper: somebody has rung, maybe since this event has moved. */
    void onWakeUp() {
        lock.lock();
        try {
            // As many as there were signals; some may have been for other processes.
            int count = event.moves() - handledMoves;
            handledMoves += count;
            signalled(count);
        } finally {
            lock.unlock();
        }
    }

    /** Called in this process: moves the event, and picks one, or all whose condition holds. */
    void move(int step) {
        lock.lock();
        try {
            event.move(step);
            // So that the doorkeeper does not count it again.
            handledMoves += step;
            signalled(step);
        } finally {
            lock.unlock();
        }
    }

    /** Called with the event moved: wakes all, whatever their conditions. */
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

    /** Called by the safety net for one whose condition holds: unless somebody is on the way, who will hand on. */
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
            pick(count < 0 || count >= EventCount.ALL_STEP ? Integer.MAX_VALUE : count);
            if (event.mayBeOverlooked()) {
                chooseRechecker();
            }
        }
    }

    /** If one of ten thousand looked at all others each time that it finds nothing, little else would be done. */
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

    /** A waiter whose look throws is woken, so that its own thread gets the exception. */
    private static boolean isDue(Waits.Wait wait) {
        try {
            return wait.mayHold();
        } catch (RuntimeException e) {
            return true;
        }
    }

    /**
     * A signaller that needs no fence may have overlooked the bit that was just set again: one of those who sleep takes a nap, and
     * looks again for all of them.
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
