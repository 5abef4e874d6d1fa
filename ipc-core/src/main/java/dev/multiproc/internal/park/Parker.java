package dev.multiproc.internal.park;

import dev.multiproc.internal.control.MappedRegion;

/**
 * How threads sleep until another process changes a word of shared memory: hides the differences between operating
 * systems.
 *
 * <p>There are two ways, and both may be in use at once. A thread that may block in the kernel sleeps on the word
 * itself. The others (virtual threads, and all threads where there is no futex) park as Java's own locks do, and are
 * woken by their process's {@link WakeUpListener}. A waiter shows in the shared word how it is to be woken: each
 * process has one bit for either way.
 *
 * <p>Implementations: {@link FutexParker} (Linux), {@link SocketParker} (all systems), and {@link PollingParker}, which
 * puts off loading one of these until it is worth the time.
 */
public interface Parker {
    /**
     * How many bits there are for processes: as many as the kernel's futex supports. Processes whose slots differ by a
     * multiple of this share one.
     */
    int BITS = 32;
    /** The bits of all processes for threads that sleep on the word itself. */
    long DIRECT = 0xffff_ffffL;
    /** The bits of all threads of all processes. */
    long EVERYBODY = -1L;

    /** Whether the current thread is to be woken by its process's listener; this may change while it waits. */
    default boolean isWokenByListener() {
        return false;
    }

    /** The listener, which wakes threads that must not block in the kernel. */
    default WakeUpListener listener() {
        throw new UnsupportedOperationException("no listener, parker=" + name());
    }

    /**
     * Sleeps on the word itself while it holds the expected value, until a wake-up, an interrupt or the time-out; may
     * also return for no reason. Leaves the thread's interrupt flag as it is. A thread that otherwise needs the
     * listener gets no wake-up here and polls instead, so this is for short waits only.
     *
     * @param word what to sleep on; not written to
     * @param nanos how long at most; {@link Long#MAX_VALUE} to wait without limit
     */
    void park(Word word, int expected, long nanos);

    /**
     * Wakes threads of any process that sleep on the word, and the listeners of other processes. Called after the word
     * has changed.
     *
     * @param waiters the bits of the processes to wake; in the upper half, of those whose listeners to wake
     * @param all whether to wake all of their threads that sleep on the word itself, or at least one
     */
    void wake(Word word, long waiters, boolean all);

    /** Whether a wake-up is sent at once; otherwise it may be stored for a while. */
    default boolean sendsAtOnce() {
        return true;
    }

    /** Wakes threads of this process only, though other processes may share its bits. */
    default void wakeOwn(Word word, long waiters, boolean all) {
        wake(word, waiters, all);
    }

    /**
     * Called at each tick of the janitor, and when this process starts another. Returns whether all threads of this
     * process are to be woken, to sleep again in another way.
     */
    default boolean tick() {
        return false;
    }

    /** The bit for those threads of a slot's process that sleep on the word itself. */
    static long bit(int slot) {
        return 1L << slot % BITS;
    }

    /** The bit for those threads of a slot's process that its listener wakes. */
    static long channelBit(int slot) {
        return bit(slot) << BITS;
    }

    /** The processes whose listeners to wake, as bits from the lowest on. */
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

    /** The name for reports. */
    String name();

    /** Stops the listener's thread. The caller has woken the sleeping threads before. */
    void close();
}
