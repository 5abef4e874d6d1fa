package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Classes that exist only in memory (of JShell, or of a program that is run from its source), written to a directory for
 * children: the classes of tasks, those on the stack of the thread that starts a child, and all classes that these refer to.
 */
final class ShippedClasses {
    private final Path directory;
    private final Set<Class<?>> written = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Writes into a directory of the session, which is made when it is needed. */
    ShippedClasses(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /**
     * Writes the classes that are not written yet.
     *
     * @return false if the loader does not provide the class's bytes
     */
    boolean write(Class<?> taskClass) {
        ClassLoader loader = taskClass.getClassLoader();
        if (bytes(loader, taskClass) == null) {
            return false;
        }
        Deque<Class<?>> toWrite = new ArrayDeque<>();
        toWrite.add(taskClass);
        // The callers made the objects in the task, perhaps of classes that the task itself does not name.
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .forEach(frame -> toWrite.add(frame.getDeclaringClass()));
        while (!toWrite.isEmpty()) {
            Class<?> type = toWrite.remove();
            if (type.getClassLoader() == loader && !type.isHidden() && written.add(type)) {
                byte[] bytes = bytes(loader, type);
                if (bytes != null) {
                    write(type, bytes);
                    addReferences(bytes, loader, toWrite);
                }
            }
        }
        return true;
    }

    private static void addReferences(byte[] bytes, ClassLoader loader, Deque<Class<?>> toWrite) {
        for (String name : classNames(bytes)) {
            try {
                toWrite.add(Class.forName(name, false, loader));
            } catch (ClassNotFoundException | LinkageError e) {
                // Not a class, or one that is missing in this process too.
            }
        }
    }

    private static Set<String> classNames(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            return ConstantPool.read(in).classNames();
        } catch (IOException e) {
            throw new IllegalArgumentException("a class file that ends in its middle", e);
        }
    }

    private void write(Class<?> type, byte[] bytes) {
        Path file = directory.resolve(fileName(type));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write a class for children, path=" + file, e);
        }
    }

    /** The class file of a class; null if its loader does not provide it. */
    private static byte[] bytes(ClassLoader loader, Class<?> type) {
        try (InputStream in = loader.getResourceAsStream(fileName(type))) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    private static String fileName(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }
}
