package dev.multiproc.internal.log;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.TrustedLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Chronicle writes through {@code sun.misc.Unsafe}. JDKs from 24 on say so on standard error, once in the life of a JVM, and not
 * to somebody who can do anything about it.
 */
final class UnsafeMemory {
    private static final int FIRST_THAT_WARNS = 24;

    private UnsafeMemory() {}

    /** Whether this JVM was told to refuse it. */
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

    /** The same in a quick way, which finds most of it: the property that the flag becomes. */
    static boolean isDeniedByFlag() {
        return "deny".equals(System.getProperty("sun.misc.unsafe.memory.access"))
                && Runtime.version().feature() >= FIRST_THAT_WARNS;
    }

    /** Has the JVM take its warning for given. Where the user wants to hear of each use, or of none, all stays as it is. */
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
            // Then it is said.
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
