package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;

/**
 * A way to sleep until another process changes a word of shared memory: the seam to the operating system.
 *
 * <p>Providers: {@link FutexParker} (Linux), {@link SocketParker} (everywhere).
 */
public interface Parker {
    /**
     * Sleeps while the word holds the expected value, until a wake, an interrupt or the time-out; may return early for no
     * reason. Leaves the thread's interrupt flag as it is.
     *
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     */
    void park(MappedRegion region, int offset, int expected, long nanos);

    /**
     * Wakes threads of any process that sleep on the word, after it was changed.
     *
     * @param waiters the slots of the processes that wait, as bits modulo 64
     * @param all whether all are to wake, or at least one
     */
    void wake(MappedRegion region, int offset, long waiters, boolean all);

    /** What to call it in reports. */
    String name();

    /** Stops what it runs. Sleeping threads were woken before. */
    void close();
}
