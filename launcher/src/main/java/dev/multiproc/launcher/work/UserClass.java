package dev.multiproc.launcher.work;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The user's own classes, by their names. */
public final class UserClass {
    private UserClass() {}

    /** Makes an object of a class on this JVM's class path. */
    static <T> T make(String className, Class<T> type) throws Exception {
        Class<?> found = Class.forName(className, true, UserClass.class.getClassLoader());
        try {
            Constructor<?> constructor = found.getDeclaredConstructor();
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance());
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw thrown;
        }
    }

    /**
     * Says what is wrong with a class, before a process is started for it.
     *
     * @param classPath where it is looked for, before this JVM's own class path
     * @param type what it must be
     * @return empty if an object of it can be made
     */
    public static Optional<String> problem(String className, List<Path> classPath, Class<?> type) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(urls(classPath), UserClass.class.getClassLoader())) {
            Class<?> found = Class.forName(className, false, loader);
            if (!type.isAssignableFrom(found)) {
                return Optional.of(className + " is no " + type.getName());
            }
            if (found.isInterface() || Modifier.isAbstract(found.getModifiers())) {
                return Optional.of(className + " is abstract, so no object of it can be made");
            }
            if (found.getEnclosingClass() != null && !Modifier.isStatic(found.getModifiers())) {
                return Optional.of(className + " is an inner class: make it static");
            }
            boolean canBeMade = Arrays.stream(found.getDeclaredConstructors())
                    .anyMatch(constructor -> constructor.getParameterCount() == 0);
            return canBeMade ? Optional.empty() : Optional.of(className + " has no constructor without parameters");
        } catch (ClassNotFoundException missing) {
            return Optional.of("there is no class " + className + " on the class path"
                    + (classPath.isEmpty() ? ": say where it is with --classpath" : " " + classPath));
        } catch (LinkageError broken) {
            return Optional.of(className + " cannot be loaded: " + broken);
        }
    }

    private static URL[] urls(List<Path> classPath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path entry : classPath) {
            urls.add(entry.toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }
}
