package dev.multiproc.internal.log;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.TrustedLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Suppresses the JVM's warning about {@code sun.misc.Unsafe}, through which Chronicle writes. JDK 24 and later print it
 * once on standard error, to users who can do nothing about it.
 */
final class UnsafeMemory {
    private static final int FIRST_THAT_WARNS = 24;

    private UnsafeMemory() {}

    /** Whether an option of this JVM denies {@code sun.misc.Unsafe}. */
    static boolean isDenied() {
        if (Runtime.version().feature() < FIRST_THAT_WARNS) {
            return false;
        }
        try {
            return option(TrustedLookup.make()).equals("DENY");
        } catch (ReflectiveOperationException | RuntimeException e) {
            Journal.debug(UnsafeMemory.class, "cannot ask whether sun.misc.Unsafe may be used", e);
            return false;
        }
    }

    /** The same by a quick check that covers most cases: of the property that the option sets. */
    static boolean isDeniedByFlag() {
        return "deny".equals(System.getProperty("sun.misc.unsafe.memory.access"))
                && Runtime.version().feature() >= FIRST_THAT_WARNS;
    }

    /**
     * Makes the JVM believe that it has warned already. If the user wants a warning at each use, or none, nothing is
     * changed.
     */
    static void withoutWarning() {
        if (Runtime.version().feature() < FIRST_THAT_WARNS) {
            return;
        }
        try {
            MethodHandles.Lookup trusted = TrustedLookup.make();
            if (option(trusted).equals("WARN")) {
                trusted.findStaticVarHandle(unsafe(), "memoryAccessWarned", boolean.class)
                        .setVolatile(true);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Then the JVM prints its warning.
            Journal.debug(UnsafeMemory.class, "cannot keep the JVM from warning of sun.misc.Unsafe", e);
        }
    }

    private static Class<?> unsafe() throws ClassNotFoundException {
        return Class.forName("sun.misc.Unsafe");
    }

    private static String option(MethodHandles.Lookup trusted) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe$MemoryAccessOption");
        MethodHandle getter = trusted.findStaticGetter(unsafe(), "MEMORY_ACCESS_OPTION", type);
        try {
            return String.valueOf((Object) getter.invoke());
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }
}
