package dev.multiproc.internal.park;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The futex through JNA's direct mapping: for JDK 17 to 21, loaded at the first wait. */
final class JnaSyscall implements Syscall {
    private static final long FUTEX = Syscall.futexNumber();

    static {
        Native.register(JnaSyscall.class, NativeLibrary.getProcess());
    }

    /** Each thread's own struct timespec: two longs. */
    private final ThreadLocal<ByteBuffer> timespecs =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()));

    @SuppressWarnings("checkstyle:ParameterNumber") // The C function's own parameters.
    private static native long syscall(
            long number, long word, long operation, long value, long timeout, long a, long b);

    @Override
    public long address(ByteBuffer memory) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(memory));
    }

    @Override
    public void futexWait(long address, int operation, int expected, long nanos) {
        long timeout = 0;
        if (nanos != Long.MAX_VALUE) {
            ByteBuffer timespec = timespecs.get();
            timespec.putLong(0, nanos / 1_000_000_000L).putLong(8, nanos % 1_000_000_000L);
            timeout = address(timespec);
        }
        syscall(FUTEX, address, operation, expected, timeout, 0, 0);
    }

    @Override
    public long futexWake(long address, int operation, int count) {
        return syscall(FUTEX, address, operation, count, 0, 0, 0);
    }

    @Override
    public String name() {
        return "jna";
    }
}
