package dev.multiproc.internal.launch;

import java.nio.file.Path;

/** Where the library keeps what it can make again: {@code $XDG_CACHE_HOME/multiproc}, by default {@code ~/.cache/multiproc}. */
final class CacheDirectory {
    private static final String PROPERTY = "multiproc.cacheDirectory";

    private CacheDirectory() {}

    /** The directory, which may not be there. */
    static Path find() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null) {
            return Path.of(chosen).toAbsolutePath();
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        // One that is not absolute is to be ignored, says the specification.
        return caches != null && Path.of(caches).isAbsolute()
                ? Path.of(caches, "multiproc")
                : Path.of(System.getProperty("user.home"), ".cache", "multiproc");
    }

    /** The flag that has another JVM use the same. */
    static String flag(Path directory) {
        return "-D" + PROPERTY + "=" + directory;
    }
}
