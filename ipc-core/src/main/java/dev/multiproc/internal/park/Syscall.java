package dev.multiproc.internal.park;

import java.nio.ByteBuffer;

/** Linux's futex, by whatever way this JVM can call it. */
interface Syscall {
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
    void futexWait(long address, int operation, int expected, long nanos);

    /** Wakes up to a number of sleepers; gives how many. */
    long futexWake(long address, int operation, int count);

    String name();
}
