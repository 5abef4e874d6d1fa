package dev.multiproc.internal.park;

import java.nio.ByteBuffer;

/** Linux's futex, by whatever way this JVM can call it. */
interface Syscall {
    /** The operation that sleeps until a point in time, or for ever, with bits that a waker can choose by. */
    int WAIT_BITSET = 9;

    /** The operation that wakes those with one of the bits. */
    int WAKE_BITSET = 10;

    /** The number of the futex call on this processor. */
    static long futexNumber() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> 202;
            case "aarch64" -> 98;
            default -> throw new UnsupportedOperationException("no futex number for this processor");
        };
    }

    /** Where a direct buffer's memory begins. */
    long address(ByteBuffer memory);

    /** Sleeps while the word holds the value; {@link Long#MAX_VALUE} nanoseconds for ever. */
    void futexWait(long address, int expected, long nanos, int bits);

    /** Wakes up to a number of sleepers that have one of the bits; gives how many. */
    long futexWake(long address, int count, int bits);

    String name();
}
