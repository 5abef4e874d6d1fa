package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;

/**
 * How threads sleep until another process changes a word of shared memory: the seam to the operating system.
 *
 * <p>There are two ways, and both may be in use at once. A thread that may wait in the kernel sleeps on the word itself. The
 * others (virtual threads; where there is no futex, all) park as Java's own locks have them park, and are woken by their
 * process's {@link WakeUpListener}. Who waits says in the shared word how it is to be woken: each process has a bit for either way.
 *
 * <p>Providers: {@link FutexParker} (Linux), {@link SocketParker} (everywhere); {@link PollingParker} until one of them is worth
 * its price.
 */
public interface Parker {
    /** How many bits there are for processes: as many as the kernel's futex knows. Processes whose slots differ by it share one. */
    int BITS = 32;
    /** All processes' threads that sleep on the word itself. */
    long DIRECT = 0xffff_ffffL;
    /** All processes' threads. */
    long EVERYBODY = -1L;

    /** Whether the current thread is one that sleeps at the door; may change while it waits. */
    default boolean isWokenByListener() {
        return false;
    }

    /** Who wakes those that sleep at the door. */
    default WakeUpListener listener() {
        throw new UnsupportedOperationException("no listener, parker=" + name());
    }

    /**
     * Sleeps on the word itself while it holds the expected value, until a wake, an interrupt or the time-out; may return
     * early for no reason. Leaves the thread's interrupt flag as it is. A thread that sleeps at the door otherwise is not
     * woken here, it looks again now and then: so this is for what lasts a moment only.
     *
     * @param word what to sleep on; never written to
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     */
    void park(Word word, int expected, long nanos);

    /**
     * Wakes threads of any process that sleep on the word, after it was changed, and rings at the doors of other processes.
     *
     * @param waiters bits of the processes to wake, the upper half of those at whose doors to ring
     * @param all whether all of their threads that sleep on the word itself are to wake, or at least one
     */
    void wake(Word word, long waiters, boolean all);

    /** The same for threads of this process only, though others may have its bits too. */
    default void wakeOwn(Word word, long waiters, boolean all) {
        wake(word, waiters, all);
    }

    /**
     * Called at each tick of the janitor, and when this process starts another. Gives whether all threads of this process are to
     * be woken, to sleep again in another way.
     */
    default boolean tick() {
        return false;
    }

    /** The bit of those threads of the process in a slot that sleep on the word itself. */
    static long bit(int slot) {
        return 1L << slot % BITS;
    }

    /** The bit of those that sleep at the door. */
    static long channelBit(int slot) {
        return bit(slot) << BITS;
    }

    /** The processes at whose doors to ring, as bits from the lowest on. */
    static int channelBits(long waiters) {
        return (int) (waiters >>> BITS);
    }

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
