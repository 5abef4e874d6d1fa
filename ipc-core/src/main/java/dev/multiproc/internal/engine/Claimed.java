package dev.multiproc.internal.engine;

/** An item that this process has claimed and not yet finished. */
public interface Claimed {
    /** What tells the item from all others that were ever in the queue. */
    long id();

    /** How often the item was delivered, this time included. */
    int deliveries();

    /** Returns true exactly once: to the caller that may finish the claim or give it back. */
    boolean settle();

    /** Whether it was settled too late: its lease had ended, and nothing was changed. */
    boolean isLate();

    /** Frees what this process holds for the claim, and nothing else: the item stays claimed. */
    void release();
}
