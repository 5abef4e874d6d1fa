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
     * @param word what to sleep on; never written to
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     */
    void park(Word word, int expected, long nanos);

    /**
     * Wakes threads of any process that sleep on the word, after it was changed.
     *
     * @param waiters bits of the processes to wake
     * @param all whether all of their threads are to wake, or at least one
     */
    void wake(Word word, long waiters, boolean all);

    /** How many bits there are for processes: as many as the kernel's futex knows. Processes whose slots differ by it share one. */
    int BITS = 32;

    /** All processes. */
    long EVERYBODY = -1L;

    /**
     * A word of shared memory.
     *
     * @param waiterBit the bit of this process
     */
    record Word(MappedRegion region, int offset, long waiterBit) {
        int value() {
            return region.getIntVolatile(offset);
        }
    }

    /** What to call it in reports. */
    String name();

    /** Stops what it runs. Sleeping threads were woken before. */
    void close();
}
