package dev.multiproc.internal.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongUnaryOperator;

/**
 * The threads of this process that wait for a condition, and the process's counter, which counts them and their
 * signals. A signal goes to the thread that has waited longest; a thread that comes later does not get it.
 */
final class LocalWaiters {
    private static final int NONE = -1;

    private final ProcessCounters counters;
    /** The waiting threads without a signal, the longest waiting first. Guarded by this. */
    private final Deque<Waiter> unsignalled = new ArrayDeque<>();
    /** The index of this process's counter, or {@link #NONE}. Written under this. */
    private volatile int index = NONE;
    /** How many signals are assigned to a thread and not consumed yet. Written under this. */
    private volatile int handedOut;

    LocalWaiters(ProcessCounters counters) {
        this.counters = counters;
    }

    /** One waiting thread. */
    static final class Waiter {
        private volatile boolean isSignalled;
    }

    /** Called by the owner of the lock. */
    synchronized Waiter enter() {
        if (index == NONE) {
            index = counters.take(WaiterCounts.first());
        } else {
            update(WaiterCounts::plusWaiter);
        }
        Waiter waiter = new Waiter();
        unsignalled.add(waiter);
        return waiter;
    }

    private void update(LongUnaryOperator change) {
        long word;
        do {
            word = counters.get(index);
        } while (!counters.compareAndSet(index, word, change.applyAsLong(word)));
        if (change.applyAsLong(word) == 0) {
            index = NONE;
        }
    }

    boolean isSignalled(Waiter waiter) {
        if (!waiter.isSignalled && hasNews()) {
            handOut();
        }
        return waiter.isSignalled;
    }

    private boolean hasNews() {
        int current = index;
        return current != NONE && WaiterCounts.signals(counters.get(current)) > handedOut;
    }

    private synchronized void handOut() {
        while (hasNews() && !unsignalled.isEmpty()) {
            // The order matters: a thread that sees the new count must also see which waiter the signal is for.
            unsignalled.remove().isSignalled = true;
            handedOut++;
        }
    }

    /** Ends a wait without a signal. Returns false if a signal has arrived for the waiter after all. */
    synchronized boolean giveUp(Waiter waiter) {
        while (true) {
            handOut();
            if (waiter.isSignalled) {
                return false;
            }
            long word = counters.get(index);
            long left = WaiterCounts.minusWaiter(word);
            if (WaiterCounts.signals(word) == handedOut && counters.compareAndSet(index, word, left)) {
                unsignalled.remove(waiter);
                if (left == 0) {
                    index = NONE;
                }
                return true;
            }
        }
    }

    /** Ends a wait by consuming its signal. Called by the owner of the lock. */
    synchronized void leave(Waiter waiter) {
        assert waiter.isSignalled;
        handedOut--;
        update(WaiterCounts::minusSignalled);
    }
}
