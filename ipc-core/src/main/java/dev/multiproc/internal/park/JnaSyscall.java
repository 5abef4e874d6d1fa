package dev.multiproc.internal.park;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.multiproc.internal.control.JnaDirectory;
import java.nio.ByteBuffer;

/** Calls the futex through JNA's direct mapping: for JDK 17 to 21. */
final class JnaSyscall implements Syscall {
    private static final long FUTEX = Syscall.futexNumber();

    static {
        JnaDirectory.keepOutOfWorkingDirectory();
        Native.register(JnaSyscall.class, NativeLibrary.getProcess());
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // The C function's own parameters.
    private static native long syscall(
            long number, long word, long operation, long value, long timeout, long a, long b);

    @Override
    public long address(ByteBuffer memory) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(memory));
    }

    @Override
    public void futexWait(long address, int expected, long nanos, int bits) {
        long timeout = nanos == Long.MAX_VALUE ? 0 : address(Timespec.at(System.nanoTime() + nanos));
        syscall(FUTEX, address, WAIT_BITSET, expected, timeout, 0, bits);
    }

    @Override
    public long futexWake(long address, int count, int bits) {
        return syscall(FUTEX, address, WAKE_BITSET, count, 0, 0, bits);
    }

    @Override
    public String name() {
        return "jna";
    }
}
