package dev.multiproc.internal.sync;

/**
 * How many threads of a process wait for a condition, and for how many of them there is a signal: the value of the process's
 * word.
 *
 * <pre>
 *  47        24 23         0
 *  +-----------+------------+
 *  | signals   | waiters    |   signals is never above waiters
 *  +-----------+------------+
 * </pre>
 */
final class WaiterCounts {
    private static final long ONE_WAITER = 1;
    private static final long ONE_SIGNAL = 1L << 24;
    private static final long MASK = ONE_SIGNAL - 1;

    private WaiterCounts() {}

    static long waiters(long word) {
        return word & MASK;
    }

    static long signals(long word) {
        return ProcessCounters.value(word) >>> 24;
    }

    static boolean hasUnsignalled(long word) {
        return signals(word) < waiters(word);
    }

    static long plusWaiter(long word) {
        return word + ONE_WAITER;
    }

    static long minusWaiter(long word) {
        return waiters(word) == 1 ? 0 : word - ONE_WAITER;
    }

    static long plusSignal(long word) {
        return word + ONE_SIGNAL;
    }

    static long minusSignal(long word) {
        return word - ONE_SIGNAL;
    }

    /** One waiter less, whose signal is used up. */
    static long minusSignalled(long word) {
        return waiters(word) == 1 ? 0 : word - ONE_WAITER - ONE_SIGNAL;
    }

    static long allSignalled(long word) {
        return ProcessCounters.withValue(word, waiters(word) * (ONE_SIGNAL + ONE_WAITER));
    }

    /** The value for a first waiter. */
    static long first() {
        return ONE_WAITER;
    }
}
