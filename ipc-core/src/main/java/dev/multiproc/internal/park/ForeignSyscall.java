package dev.multiproc.internal.park;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Calls the futex through {@code java.lang.foreign} (JDK 22 and later). Set up by reflection, since this code is
 * compiled for JDK 17; the resulting method handles take and return plain longs.
 */
final class ForeignSyscall implements Syscall {
    private static final long FUTEX = Syscall.futexNumber();
    /** syscall(number, word, operation, value, timeout, 0, 0) */
    private static final MethodHandle CALL;
    /** The same call without a change of the thread's state: for calls that never sleep. */
    private static final MethodHandle QUICK_CALL;

    private static final MethodHandle ADDRESS_OF;

    static {
        try {
            CALL = downcall(false);
            QUICK_CALL = downcall(true);
            ADDRESS_OF = addressOf();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle downcall(boolean quick) throws ReflectiveOperationException {
        Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
        Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");
        Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
        Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Object symbol = ((Optional<?>) Class.forName("java.lang.foreign.SymbolLookup")
                        .getMethod("find", String.class)
                        .invoke(lookup, "syscall"))
                .orElseThrow();
        Object longLayout = Class.forName("java.lang.foreign.ValueLayout")
                .getField("JAVA_LONG")
                .get(null);
        Object parameters = Array.newInstance(layoutType, 7);
        for (int i = 0; i < 7; i++) {
            Array.set(parameters, i, longLayout);
        }
        Object descriptor = descriptorType
                .getMethod("of", layoutType, parameters.getClass())
                .invoke(null, longLayout, parameters);
        Object options = Array.newInstance(optionType, quick ? 1 : 0);
        if (quick) {
            Array.set(
                    options, 0, optionType.getMethod("critical", boolean.class).invoke(null, false));
        }
        if (NativeAccess.wouldWarn()) {
            return NativeAccess.downcall(linkerType, linker, symbol, descriptor, options);
        }
        return (MethodHandle) linkerType
                .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
                .invoke(linker, symbol, descriptor, options);
    }

    private static MethodHandle addressOf() throws ReflectiveOperationException {
        Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle ofBuffer =
                lookup.findStatic(segmentType, "ofBuffer", MethodType.methodType(segmentType, Buffer.class));
        MethodHandle address = lookup.findVirtual(segmentType, "address", MethodType.methodType(long.class));
        return MethodHandles.filterReturnValue(ofBuffer, address)
                .asType(MethodType.methodType(long.class, ByteBuffer.class));
    }

    @Override
    public long address(ByteBuffer memory) {
        try {
            return (long) ADDRESS_OF.invokeExact(memory);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void futexWait(long address, int expected, long nanos, int bits) {
        long timeout = 0;
        if (nanos != Long.MAX_VALUE) {
            timeout = address(Timespec.at(System.nanoTime() + nanos));
        }
        try {
            long unused = (long)
                    CALL.invokeExact(FUTEX, address, (long) WAIT_BITSET, (long) expected, timeout, 0L, (long) bits);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long futexWake(long address, int count, int bits) {
        try {
            return (long) QUICK_CALL.invokeExact(FUTEX, address, (long) WAKE_BITSET, (long) count, 0L, 0L, (long) bits);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public String name() {
        return "foreign";
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("the futex call failed", e);
    }
}
