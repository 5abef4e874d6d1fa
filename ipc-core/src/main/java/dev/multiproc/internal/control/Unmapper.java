package dev.multiproc.internal.control;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/** Frees the memory of a direct buffer without waiting for the garbage collector. */
final class Unmapper {
    private static final int FIRST_THAT_WARNS = 24;
    private static final String INVOKE_CLEANER_NAME = "invokeCleaner";
    private static final MethodType TYPE = MethodType.methodType(void.class, ByteBuffer.class);
    private static final MethodHandle INVOKE_CLEANER = find();

    private Unmapper() {}

    static void unmap(ByteBuffer buffer) {
        try {
            INVOKE_CLEANER.invokeExact(buffer);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot unmap a buffer", e);
        }
    }

    private static MethodHandle find() {
        if (Runtime.version().feature() >= FIRST_THAT_WARNS) {
            try {
                return inside();
            } catch (ReflectiveOperationException | RuntimeException e) {
                Journal.debug(Unmapper.class, "cannot bypass sun.misc.Unsafe here, which may print a warning", e);
            }
        }
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field field = unsafe.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, INVOKE_CLEANER_NAME, TYPE)
                    .bindTo(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no jdk.unsupported module", e);
        }
    }

    /** The method that {@code sun.misc.Unsafe} itself calls after its warning. */
    private static MethodHandle inside() throws ReflectiveOperationException {
        MethodHandles.Lookup trusted = TrustedLookup.make();
        Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
        try {
            Object instance = trusted.findStatic(unsafe, "getUnsafe", MethodType.methodType(unsafe))
                    .invoke();
            return trusted.findVirtual(unsafe, INVOKE_CLEANER_NAME, TYPE).bindTo(instance);
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }
}
