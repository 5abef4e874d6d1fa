package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.TrustedLookup;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Keeps reflection cheap while a child starts. From JDK 18 on, the first reflective call of a method or constructor makes method
 * handles for it, and generates classes for those; the JDK itself makes such a call for each mapped buffer. Together this was a
 * fifth of a child's start. The native accessors that older JDKs begin with take no time to make, but each call through one is
 * slower.
 *
 * <p>So the JDK is set to use native accessors until the child's task begins, and its usual ones from then on. A method keeps the
 * accessor of its first call, so no method that a task may call often should be called before.
 *
 * <p>The JDK reads this setting once. To make it read the setting again, the field that caches it is cleared. On JDKs where this
 * is not known to work, nothing is changed. Used by a child's main thread only.
 */
public final class EarlyReflection {
    /** The JDK version that this was tested on. */
    private static final int KNOWN_VERSION = 25;

    private static final String PROPERTY = "jdk.reflect.useNativeAccessorOnly";

    private static boolean hasBegun;
    /** The field in which the JDK caches the setting; null until it is looked up. */
    private static VarHandle setting;

    private EarlyReflection() {}

    /** Called before anything is called by reflection. */
    public static void begin() {
        // If the user has set the property, leave it alone.
        if (Runtime.version().feature() == KNOWN_VERSION && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "true");
            hasBegun = true;
        }
    }

    public static boolean hasBegun() {
        return hasBegun;
    }

    /** Does in advance what {@link #end} needs. */
    public static void warmUp() {
        if (hasBegun && setting == null) {
            setting = find();
        }
    }

    static void end() {
        if (hasBegun) {
            warmUp();
            hasBegun = false;
            System.clearProperty(PROPERTY);
            if (setting != null) {
                setting.setVolatile((Object) null);
            }
        }
    }

    private static VarHandle find() {
        try {
            Class<?> factory = Class.forName("jdk.internal.reflect.ReflectionFactory");
            Class<?> type = Class.forName("jdk.internal.reflect.ReflectionFactory$Config");
            return TrustedLookup.make().findStaticVarHandle(factory, "config", type);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Journal.debug(EarlyReflection.class, "reflection in this process stays with native accessors", e);
            return null;
        }
    }

    /**
     * Makes the JDK create a method's accessor now, by a call that the accessor refuses because it has too many arguments. This
     * initializes the method's class, as the later call would.
     */
    static void prepare(Method method, Object receiver) {
        try {
            method.invoke(receiver, new Object[method.getParameterCount() + 1]);
        } catch (IllegalArgumentException e) {
            // As intended.
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a call with too many arguments was not refused, method=" + method, e);
        }
    }
}
