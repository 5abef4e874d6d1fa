package dev.multiproc.internal.park;

import java.nio.ByteBuffer;

/** Linux's futex, in a way that this JVM can call it. */
interface Syscall {
    /** FUTEX_WAIT_BITSET: sleeps until a point in time, or without limit, with bits by which a waker can choose. */
    int WAIT_BITSET = 9;

    /** FUTEX_WAKE_BITSET: wakes sleepers that have one of the bits. */
    int WAKE_BITSET = 10;

    /** The number of the futex call on this processor. */
    static long futexNumber() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> 202;
            case "aarch64" -> 98;
            default -> throw new UnsupportedOperationException("no futex number for this processor");
        };
    }

    /** The address of a direct buffer's memory. */
    long address(ByteBuffer memory);

    /** Sleeps while the word holds the value; {@link Long#MAX_VALUE} nanoseconds mean without limit. */
    void futexWait(long address, int expected, long nanos, int bits);

    /** Wakes up to a number of sleepers that have one of the bits; returns how many it woke. */
    long futexWake(long address, int count, int bits);

    String name();
}
