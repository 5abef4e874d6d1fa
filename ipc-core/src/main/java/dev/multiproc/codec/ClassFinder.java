package dev.multiproc.codec;

import java.io.ObjectInputFilter;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds classes by name: with the thread's context class loader, then with the class loader of this library. Results
 * are cached in a way that keeps no class loader alive.
 */
final class ClassFinder {
    /** Guarded by itself. */
    private static final Map<ClassLoader, Map<String, WeakReference<Class<?>>>> FOUND = new WeakHashMap<>();

    private final ObjectInputFilter filter;

    /**
     * A finder that applies a filter.
     *
     * @param filter may be null
     */
    ClassFinder(ObjectInputFilter filter) {
        this.filter = filter;
    }

    /**
     * The class with this name, if neither the filter nor the JVM-wide filter rejects it.
     *
     * @throws CodecException if it is missing or rejected
     */
    Class<?> find(String name) {
        Class<?> type;
        try {
            type = load(name);
        } catch (ClassNotFoundException | LinkageError e) {
            throw CodecException.missing(name, e);
        }
        FilterQuestion question = new FilterQuestion(type);
        if (question.isRefusedBy(filter) || question.isRefusedBy(ObjectInputFilter.Config.getSerialFilter())) {
            throw CodecException.refused(name, DeserializationLimits.REFUSED_BY_FILTER, null);
        }
        return type;
    }

    /** The class with this name; no filter is applied. */
    static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader own = ClassFinder.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context == null || context == own) {
            return load(name, own);
        }
        try {
            return load(name, context);
        } catch (ClassNotFoundException e) {
            try {
                return load(name, own);
            } catch (ClassNotFoundException ofOwn) {
                e.addSuppressed(ofOwn);
                throw e;
            }
        }
    }

    private static Class<?> load(String name, ClassLoader loader) throws ClassNotFoundException {
        Map<String, WeakReference<Class<?>>> known = knownBy(loader);
        WeakReference<Class<?>> reference = known.get(name);
        Class<?> type = reference == null ? null : reference.get();
        if (type == null) {
            type = Class.forName(name, false, loader);
            known.put(name, new WeakReference<>(type));
        }
        return type;
    }

    private static Map<String, WeakReference<Class<?>>> knownBy(ClassLoader loader) {
        synchronized (FOUND) {
            Map<String, WeakReference<Class<?>>> known = FOUND.get(loader);
            if (known == null) {
                known = new ConcurrentHashMap<>();
                FOUND.put(loader, known);
            }
            return known;
        }
    }

    /** The input for a filter that is asked about a class alone, as in the middle of a stream. */
    private record FilterQuestion(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        boolean isRefusedBy(ObjectInputFilter filter) {
            return filter != null && filter.checkInput(this) == ObjectInputFilter.Status.REJECTED;
        }

        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 0;
        }
    }
}
