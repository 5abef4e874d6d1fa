package dev.multiproc.internal.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions that are open in this JVM, including those opened by other copies of the library: an application server
 * has a copy in each application's class loader. A JVM must not open a file twice that it holds locked, since closing
 * one of them releases the lock.
 *
 * <p>A directory is identified by device and inode, not by its path, which can be written in many ways. The copies of
 * the library share only JDK classes: a system property, and interned strings as monitors.
 */
public final class OpenHere {
    private static final String PROPERTY = "multiproc.openSessions";
    private static final String SEPARATOR = "\n";

    private OpenHere() {}

    /** What identifies a directory or another file, whatever its path. */
    static String key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file.toRealPath().toString() : key.toString();
    }

    /** A monitor that is the same object for one directory and purpose in all of this JVM. */
    public static Object monitor(String purpose, Path directory) throws IOException {
        return ("dev.multiproc " + purpose + " " + key(directory)).intern();
    }

    /** Held while the property is changed, and while files are opened that a session of this JVM may have locked. */
    static Object monitor() {
        return "dev.multiproc open sessions".intern();
    }

    /** Adds a session; false if it is open already. */
    static boolean add(String key) {
        synchronized (monitor()) {
            List<String> keys = keys();
            if (keys.contains(key)) {
                return false;
            }
            keys.add(key);
            write(keys);
            return true;
        }
    }

    static void remove(String key) {
        synchronized (monitor()) {
            List<String> keys = keys();
            keys.remove(key);
            write(keys);
        }
    }

    static boolean has(String key) {
        synchronized (monitor()) {
            return keys().contains(key);
        }
    }

    private static List<String> keys() {
        String all = System.getProperty(PROPERTY, "");
        return all.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(all.split(SEPARATOR)));
    }

    private static void write(List<String> keys) {
        if (keys.isEmpty()) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, String.join(SEPARATOR, keys));
        }
    }
}
