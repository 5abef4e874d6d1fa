package dev.multiproc.internal.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongUnaryOperator;

/**
 * This process's threads that wait for a condition, and its word, which counts them and their signals. A signal is for the
 * thread that has waited longest: one that comes later does not take it.
 */
final class LocalWaiters {
    private static final int NONE = -1;

    private final ProcessCounters words;
    /** Those who wait and have no signal, the longest first. Guarded by this. */
    private final Deque<Waiter> unsignalled = new ArrayDeque<>();
    /** Where this process's word is. Written under this. */
    private volatile int index = NONE;
    /** How many signals have found their thread and are not used up. Written under this. */
    private volatile int handedOut;

    LocalWaiters(ProcessCounters words) {
        this.words = words;
    }

    /** One thread's wait. */
    static final class Waiter {
        private volatile boolean isSignalled;
    }

    /** Called by the owner of the lock. */
    synchronized Waiter enter() {
        if (index == NONE) {
            index = words.take(WaiterCounts.first());
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
            word = words.get(index);
        } while (!words.compareAndSet(index, word, change.applyAsLong(word)));
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
        return current != NONE && WaiterCounts.signals(words.get(current)) > handedOut;
    }

    private synchronized void handOut() {
        while (hasNews() && !unsignalled.isEmpty()) {
            // In this order: a thread that sees the count must see for whom it is.
            unsignalled.remove().isSignalled = true;
            handedOut++;
        }
    }

    /** Ends a wait without a signal; false if there is one for it after all. */
    synchronized boolean giveUp(Waiter waiter) {
        while (true) {
            handOut();
            if (waiter.isSignalled) {
                return false;
            }
            long word = words.get(index);
            long left = WaiterCounts.minusWaiter(word);
            if (WaiterCounts.signals(word) == handedOut && words.compareAndSet(index, word, left)) {
                unsignalled.remove(waiter);
                if (left == 0) {
                    index = NONE;
                }
                return true;
            }
        }
    }

    /** Ends a wait with a signal, which is used up. Called by the owner of the lock. */
    synchronized void leave(Waiter waiter) {
        assert waiter.isSignalled;
        handedOut--;
        update(WaiterCounts::minusSignalled);
    }
}
