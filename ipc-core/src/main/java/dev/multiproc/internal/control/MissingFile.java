package dev.multiproc.internal.control;

import dev.multiproc.MultiprocessingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The exception for a required file that does not exist: someone has removed the session's directory, or a part of it.
 */
public final class MissingFile {
    private MissingFile() {}

    /** An exception that names the outermost directory that is missing. */
    public static MultiprocessingException exception(Path path, Throwable cause) {
        Path gone = path;
        for (Path above = path.getParent(); above != null && !isThere(above); above = above.getParent()) {
            gone = above;
        }
        return new MultiprocessingException(
                "the session's directory is gone, or a part of it: it was removed while in use, path=" + gone
                        + "; open a new session, and keep others (a cleaner of temporary files, the end of a login) from removing"
                        + " this one",
                cause);
    }

    /** Whether a file that existed is gone. */
    public static boolean isGone(Path path) {
        return !isThere(path);
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
