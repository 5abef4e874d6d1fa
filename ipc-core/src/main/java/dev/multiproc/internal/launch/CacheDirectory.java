package dev.multiproc.internal.launch;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the library keeps what it can make again: {@code $XDG_CACHE_HOME/multiproc}, by default {@code ~/.cache/multiproc}; of a
 * user who has no home a directory among the temporary ones.
 */
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
        return caches != null && Path.of(caches).isAbsolute() ? Path.of(caches, "multiproc") : inHome();
    }

    /** A user without a name has no home, but a question mark, or the root of all directories. */
    private static Path inHome() {
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() && home.getParent() != null && Files.isDirectory(home) && Files.isWritable(home)
                ? home.resolve(".cache").resolve("multiproc")
                : Path.of(System.getProperty("java.io.tmpdir"), "multiproc-cache-" + CurrentUser.inNames())
                        .toAbsolutePath();
    }

    /** The flag that has another JVM use the same. */
    static String flag(Path directory) {
        return "-D" + PROPERTY + "=" + directory;
    }
}
