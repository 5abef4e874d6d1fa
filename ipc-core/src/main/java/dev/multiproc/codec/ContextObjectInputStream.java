package dev.multiproc.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

/** Reads Java-serialized objects and finds their classes as {@link ClassFinder} does. */
final class ContextObjectInputStream extends ObjectInputStream {
    private String firstType;
    private String missingType;

    ContextObjectInputStream(InputStream in, DeserializationLimits limits) throws IOException {
        super(in);
        setObjectInputFilter(limits);
    }

    /** The first class named in the stream, which is the class of the object; null if there was none. */
    String firstType() {
        return firstType;
    }

    /** The class that was not found; null if all were found. */
    String missingType() {
        return missingType;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        if (firstType == null) {
            firstType = name;
        }
        try {
            return ClassFinder.load(name);
        } catch (ClassNotFoundException e) {
            return resolvePrimitive(description, e);
        }
    }

    /** Only the superclass can resolve {@code int.class} and other primitive types. */
    private Class<?> resolvePrimitive(ObjectStreamClass description, ClassNotFoundException notFound)
            throws IOException, ClassNotFoundException {
        try {
            return super.resolveClass(description);
        } catch (ClassNotFoundException e) {
            missingType = description.getName();
            notFound.addSuppressed(e);
            throw notFound;
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[names.length];
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (int i = 0; i < names.length; i++) {
            interfaces[i] = load(names[i]);
            if (!Modifier.isPublic(interfaces[i].getModifiers())) {
                loader = interfaces[i].getClassLoader();
            }
        }
        try {
            return proxyClass(loader, interfaces);
        } catch (IllegalArgumentException e) {
            return proxyClass(interfaces[0].getClassLoader(), interfaces);
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        try {
            return ClassFinder.load(name);
        } catch (ClassNotFoundException e) {
            missingType = name;
            throw e;
        }
    }

    private static Class<?> proxyClass(ClassLoader loader, Class<?>[] interfaces) {
        return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
                .getClass();
    }
}
