package dev.multiproc.internal.control;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/**
 * A lookup that may access everything in the JDK, made through the jdk.unsupported module, which exists for such needs.
 * It is not read through {@code sun.misc.Unsafe}, since newer JDKs then print a warning on standard error, which
 * belongs to the program.
 */
public final class TrustedLookup {
    private static final int TRUSTED = -1;

    private TrustedLookup() {}

    /** Makes a lookup with the rights of {@code java.base}. */
    public static MethodHandles.Lookup make() throws ReflectiveOperationException {
        Class<?> factoryType = Class.forName("sun.reflect.ReflectionFactory");
        Object factory = factoryType.getMethod("getReflectionFactory").invoke(null);
        Constructor<?> constructor =
                MethodHandles.Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
        // The factory makes a constructor accessible if it is requested for its own class.
        Constructor<?> accessible = (Constructor<?>) factoryType
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(factory, MethodHandles.Lookup.class, constructor);
        try {
            return (MethodHandles.Lookup) accessible.newInstance(Object.class, null, TRUSTED);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e.getCause());
        }
    }
}
