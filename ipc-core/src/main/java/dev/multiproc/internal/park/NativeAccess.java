package dev.multiproc.internal.park;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.TrustedLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes native calls without the JDK's warning. Where no option of this JVM allows or denies native access, the JDK
 * allows it and warns on standard error, which belongs to the program. So the one call that it would warn about is made
 * in the name of {@code java.base}. If an option was given, that decides.
 */
final class NativeAccess {
    private static final int FIRST_WITH_OPTION = 24;

    private NativeAccess() {}

    /** Whether the JDK would allow native access with a warning. */
    static boolean wouldWarn() throws ReflectiveOperationException {
        if ((boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(NativeAccess.class.getModule())) {
            return false;
        }
        try {
            MethodHandles.Lookup trusted = TrustedLookup.make();
            Class<?> boot = Class.forName("jdk.internal.module.ModuleBootstrap");
            if (Runtime.version().feature() < FIRST_WITH_OPTION) {
                return !(boolean)
                        trusted.findStatic(boot, "hasEnableNativeAccessFlag", MethodType.methodType(boolean.class))
                                .invoke();
            }
            Class<?> option = Class.forName("jdk.internal.module.ModuleBootstrap$IllegalNativeAccess");
            Object chosen = trusted.findStatic(boot, "illegalNativeAccess", MethodType.methodType(option))
                    .invoke();
            return String.valueOf(chosen).equals("WARN");
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // Then the JDK may print its warning.
            Journal.debug(NativeAccess.class, "cannot find out whether native access was allowed or denied", e);
            return false;
        }
    }

    /** The linker's handle for a symbol, requested in the name of {@code java.base}. */
    static MethodHandle downcall(Class<?> linkerType, Object linker, Object symbol, Object descriptor, Object options)
            throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(
                MethodHandle.class,
                Class.forName("java.lang.foreign.MemorySegment"),
                Class.forName("java.lang.foreign.FunctionDescriptor"),
                options.getClass());
        MethodHandle downcall = MethodHandles.privateLookupIn(Object.class, TrustedLookup.make())
                .findVirtual(linkerType, "downcallHandle", type);
        try {
            // As a fixed-arity call: the array of options is one argument.
            return (MethodHandle) downcall.asFixedArity().invoke(linker, symbol, descriptor, options);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }
}
