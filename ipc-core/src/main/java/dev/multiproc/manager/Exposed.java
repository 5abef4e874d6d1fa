package dev.multiproc.manager;

import java.lang.ref.WeakReference;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The methods of an interface that can be called on an object in another process, by number: sorted by name and signature, so that
 * all processes with the same classes agree. Those of {@link Object} come last.
 */
final class Exposed {
    private static final ClassValue<Exposed> ALL = new ClassValue<>() {
        @Override
        protected Exposed computeValue(Class<?> type) {
            return new Exposed(type);
        }
    };

    /** The methods of {@link Object}, from {@link #firstOfObject} on. */
    static final int EQUALS = 0;

    static final int HASH_CODE = 1;

    /** Interfaces that were used here, or that their methods return, by name: their loader need not be that of the current thread. */
    private static final Map<String, WeakReference<Class<?>>> SEEN = new ConcurrentHashMap<>();

    private final Class<?> type;
    private final Method[] methods;
    private final Map<Method, Call> calls = new HashMap<>();
    private final boolean equalByContent;

    /**
     * A method, as a client calls it.
     *
     * @param number its number
     * @param mayBeInterrupted whether it throws InterruptedException
     * @param takesCollection whether any collection will do for an argument
     * @param local what is done in its place in the client; null if it is called in the manager's process
     */
    record Call(int number, boolean mayBeInterrupted, boolean takesCollection, ClientSide local) {}

    private Exposed(Class<?> type) {
        this.type = type;
        SEEN.put(type.getName(), new WeakReference<>(type));
        List<Method> found = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                found.add(method);
                Class<?> result = method.getReturnType();
                if (result.isInterface()) {
                    SEEN.putIfAbsent(result.getName(), new WeakReference<>(result));
                }
            }
        }
        found.sort(Comparator.comparing(Exposed::signature));
        found.add(ofObject("equals", Object.class));
        found.add(ofObject("hashCode"));
        found.add(ofObject("toString"));
        methods = found.toArray(Method[]::new);
        for (int i = 0; i < methods.length; i++) {
            Method method = methods[i];
            open(method);
            boolean mayBeInterrupted = Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
            boolean takesCollection = Arrays.asList(method.getParameterTypes()).contains(Collection.class);
            calls.put(method, new Call(i, mayBeInterrupted, takesCollection, ClientSide.of(type, method)));
        }
        equalByContent = List.class.isAssignableFrom(type)
                || Set.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
    }

    /** What only its own module may call is opened, if that module allows it. */
    private static void open(Method method) {
        Class<?> owner = method.getDeclaringClass();
        Module own = Exposed.class.getModule();
        if (!Modifier.isPublic(owner.getModifiers()) || !owner.getModule().isExported(owner.getPackageName(), own)) {
            try {
                method.setAccessible(true);
            } catch (InaccessibleObjectException e) {
                throw new IllegalArgumentException(
                        "the methods of " + owner.getName()
                                + " cannot be called from outside of its module: make it public and"
                                + " export its package, or say in module-info.java: opens " + owner.getPackageName()
                                + " to "
                                + own.getName(),
                        e);
            }
        }
    }

    private static Method ofObject(String name, Class<?>... parameters) {
        try {
            return Object.class.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.toString(method.getParameterTypes())
                + method.getReturnType()
                + method.getDeclaringClass().getName();
    }

    /** The methods of an interface. */
    static Exposed of(Class<?> type) {
        return ALL.get(type);
    }

    /** The methods of the interface of a name. */
    static Exposed named(String type) {
        try {
            return of(find(type));
        } catch (ClassNotFoundException e) {
            throw new ManagerException(
                    "the interface of a managed object is not on the class path of this process, type=" + type, e);
        }
    }

    private static Class<?> find(String type) throws ClassNotFoundException {
        WeakReference<Class<?>> reference = SEEN.get(type);
        Class<?> seen = reference == null ? null : reference.get();
        if (seen != null) {
            return seen;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Class.forName(type, false, context == null ? Exposed.class.getClassLoader() : context);
    }

    /** Refuses what no proxy can be made of. */
    static <T> Class<T> checkInterface(Class<T> type) {
        if (!type.isInterface() || type.isSealed() || type.isHidden()) {
            throw new IllegalArgumentException(
                    "a managed object is used through an interface, which is not sealed, type=" + type.getName());
        }
        return type;
    }

    Class<?> type() {
        return type;
    }

    Method method(int number) {
        return methods[number];
    }

    /** How many methods there are. */
    int count() {
        return methods.length;
    }

    Call call(Method method) {
        return calls.get(method);
    }

    /** Whether two such objects are equal if what is in them is: those of collections whose contract says so. */
    boolean isEqualByContent() {
        return equalByContent;
    }

    /** Whether an object of another class may be equal to one of these. */
    boolean isComparable(Object other) {
        return equalByContent && (other instanceof Collection<?> || other instanceof Map<?, ?>);
    }

    int firstOfObject() {
        return methods.length - 3;
    }

    Object proxy(Handler handler) {
        return Proxy.newProxyInstance(loader(), new Class<?>[] {type}, handler);
    }

    /** Those of the JDK have a loader that does not know this package, which does no harm; the boot loader itself is null. */
    private ClassLoader loader() {
        ClassLoader own = type.getClassLoader();
        return own == null ? Exposed.class.getClassLoader() : own;
    }
}
