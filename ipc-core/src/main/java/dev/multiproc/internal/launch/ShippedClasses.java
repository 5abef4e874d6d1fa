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
 * Classes that are in memory only (of a program that is run from its source, of JShell), written to a directory for children:
 * those of tasks, those on the stack of who starts them, and all that these speak of.
 */
final class ShippedClasses {
    private final Path directory;
    private final Set<Class<?>> written = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Into a directory of the session's, made when it is needed. */
    ShippedClasses(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /**
     * Writes what is not written yet.
     *
     * @return false if the class's loader does not give out what it has made it of
     */
    boolean write(Class<?> taskClass) {
        ClassLoader loader = taskClass.getClassLoader();
        if (bytes(loader, taskClass) == null) {
            return false;
        }
        Deque<Class<?>> toWrite = new ArrayDeque<>();
        toWrite.add(taskClass);
        // Whoever starts it has made what the task holds, perhaps of classes that the task does not name.
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
                // No class, or one that is missing here, too.
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

    /** What the class was made of; null if its loader does not tell. */
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
