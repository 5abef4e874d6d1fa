package dev.multiproc.internal.launch;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the library keeps files that it can make again: {@code $XDG_CACHE_HOME/multiproc}, by default {@code ~/.cache/multiproc}.
 * For a user without a home, it is in the directory for temporary files.
 */
public final class CacheDirectory {
    private static final String PROPERTY = "multiproc.cacheDirectory";

    private CacheDirectory() {}

    /** The directory, which may not be there. */
    public static Path find() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null) {
            return Path.of(chosen).toAbsolutePath();
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        // The specification says to ignore a path that is not absolute.
        return caches != null && Path.of(caches).isAbsolute() ? Path.of(caches, "multiproc") : inHome();
    }

    /** For a user without a home, the property is a question mark or the root directory. */
    private static Path inHome() {
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() && home.getParent() != null && Files.isDirectory(home) && Files.isWritable(home)
                ? home.resolve(".cache").resolve("multiproc")
                : Path.of(System.getProperty("java.io.tmpdir"), "multiproc-cache-" + CurrentUser.inNames())
                        .toAbsolutePath();
    }

    /** The flag that makes another JVM use the same directory. */
    static String flag(Path directory) {
        return "-D" + PROPERTY + "=" + directory;
    }
}
