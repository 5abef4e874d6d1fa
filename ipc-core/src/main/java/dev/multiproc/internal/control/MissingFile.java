package dev.multiproc.internal.control;

import dev.multiproc.MultiprocessingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What to throw when a file is not there that must be: somebody has removed the session's directory, or a part of it. */
public final class MissingFile {
    private MissingFile() {}

    /** An exception that names the outermost directory that is gone. */
    public static MultiprocessingException exception(Path path, Throwable cause) {
        Path gone = path;
        for (Path above = path.getParent(); above != null && !isThere(above); above = above.getParent()) {
            gone = above;
        }
        return new MultiprocessingException(
                "the session's directory is gone, or a part of it: it was removed while in use, path=" + gone, cause);
    }

    /** Whether a file is gone that was there. */
    public static boolean isGone(Path path) {
        return !isThere(path);
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
