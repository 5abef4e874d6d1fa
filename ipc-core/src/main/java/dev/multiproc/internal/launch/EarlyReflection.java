package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.TrustedLookup;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Keeps reflection cheap while a child starts. From JDK 18 on, the first reflective call of a method or constructor makes method
 * handles for it, and generates classes for those; the JDK itself calls a constructor so for each mapped buffer. Together that
 * was a fifth of a child's start. The native accessors that older JDKs begin with take no time to make, but each call through
 * one is slower.
 *
 * <p>So the JDK is told to use native accessors until the child's task begins, and what it usually uses from then on. A method
 * keeps the accessor of its first call; so no method that a task may call often is to be called before.
 *
 * <p>The JDK reads its setting once. To have it read again, the field that holds it is cleared. Where that is not known to work,
 * all stays as it is. Used by a child's main thread only.
 */
public final class EarlyReflection {
    /** The one that this was tested on. */
    private static final int KNOWN_VERSION = 25;

    private static final String PROPERTY = "jdk.reflect.useNativeAccessorOnly";

    private static boolean hasBegun;
    /** Where the JDK keeps what it has read; null if nobody has looked. */
    private static VarHandle setting;

    private EarlyReflection() {}

    /** Called before anything is called by reflection. */
    public static void begin() {
        // Who has set it has a reason.
        if (Runtime.version().feature() == KNOWN_VERSION && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "true");
            hasBegun = true;
        }
    }

    public static boolean hasBegun() {
        return hasBegun;
    }

    /** Does what {@link #end} needs ahead of it. */
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
     * Has a method get its accessor now, by a call that the accessor refuses: it has an argument too many. This initializes the
     * method's class, as the call that follows would.
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
