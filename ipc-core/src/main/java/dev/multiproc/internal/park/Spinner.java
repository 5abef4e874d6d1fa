package dev.multiproc.internal.park;

import java.util.function.BooleanSupplier;

/** Checks a condition for some microseconds, the longer the more often that has helped. */
final class Spinner {
    /** How often the condition is checked: this takes some microseconds, about as long as a wake-up. */
    private static final int MAX_SPINS = 2_000;

    private static final int MIN_SPINS = 50;

    /** Shared by the threads of the process without a lock: any value of theirs will do. */
    private int spins = MIN_SPINS;

    boolean spin(BooleanSupplier condition) {
        int limit = spins;
        for (int i = 0; i < limit; i++) {
            if (condition.getAsBoolean()) {
                spins = Math.min(MAX_SPINS, limit + limit / 4 + 1);
                return true;
            }
            Thread.onSpinWait();
        }
        spins = Math.max(MIN_SPINS, limit / 2);
        return false;
    }
}
