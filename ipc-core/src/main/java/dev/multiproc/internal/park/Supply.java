package dev.multiproc.internal.park;

/** What the waiters of an event take, one part each. All methods only read shared words. */
public interface Supply {
    /** Whether more is left than a thread whose condition holds is about to take. */
    boolean isMoreLeft();

    /** How much is left. */
    long left();

    /** How much has been taken so far; never falls. */
    long taken();
}
