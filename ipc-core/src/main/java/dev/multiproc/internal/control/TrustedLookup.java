package dev.multiproc.internal.control;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/**
 * The JDK's own all-powerful lookup, made through the jdk.unsupported module, which exists for such needs. Not read through
 * {@code sun.misc.Unsafe}: newer JDKs warn of that, on a standard error that is not ours.
 */
public final class TrustedLookup {
    private static final int TRUSTED = -1;

    private TrustedLookup() {}

    /** Makes one that acts for {@code java.base}. */
    public static MethodHandles.Lookup make() throws ReflectiveOperationException {
        Class<?> factoryType = Class.forName("sun.reflect.ReflectionFactory");
        Object factory = factoryType.getMethod("getReflectionFactory").invoke(null);
        Constructor<?> constructor =
                MethodHandles.Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
        // The factory makes accessible what is asked of the class itself.
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
