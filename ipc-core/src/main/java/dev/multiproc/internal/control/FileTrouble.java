package dev.multiproc.internal.control;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.nio.file.Path;

/** The exception for a file of a session with which the system does not do what it is told. */
public final class FileTrouble {
    private static final String ADVICE =
            "; the session's directory must be there and writable for this user, and its file"
                    + " system neither full nor read-only";

    private FileTrouble() {}

    /**
     * An exception that says what failed, at which file, why as far as the system says, and what to look at.
     *
     * @param what what was to be done: "cannot delete a file of shared memory"
     */
    public static MultiprocessingException of(String what, Path path, IOException cause) {
        if (path.getParent() != null && MissingFile.isGone(path.getParent())) {
            return MissingFile.exception(path, cause);
        }
        return new MultiprocessingException(what + ", path=" + path + ": " + cause.getMessage() + ADVICE, cause);
    }
}
