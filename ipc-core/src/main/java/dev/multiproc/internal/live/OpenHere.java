package dev.multiproc.internal.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions that this JVM has open, whichever copy of the library opened them: an application server has one in each
 * application's class loader. A file that this JVM holds locked must not be opened a second time by it, since the lock goes when
 * that is closed.
 *
 * <p>A directory is identified by device and inode and not by its path, which has many spellings. What copies of the library
 * share is made of the JDK's classes only: a system property, and strings as monitors.
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

    /** The same object for one directory and purpose in all of this JVM, to be synchronized on. */
    public static Object monitor(String purpose, Path directory) throws IOException {
        return ("dev.multiproc " + purpose + " " + key(directory)).intern();
    }

    /** Held while the property is changed, and while files are opened that a session here may have locked. */
    static Object monitor() {
        return "dev.multiproc open sessions".intern();
    }

    /** Notes a session; false if it is open already. */
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
