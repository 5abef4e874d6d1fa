package dev.multiproc.internal.session;

import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.live.Liveness;
import dev.multiproc.internal.object.SafeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds sessions whose processes have all crashed. A session is stale if nobody holds its locks, never because of its age. Called
 * with the opening lock held, so that none of them is just being made.
 */
final class StaleSessions {
    private static final List<String> FILES = List.of("control", ControlFile.UNFINISHED);

    private StaleSessions() {}

    /** The stale sessions in a directory. */
    static List<SessionDirectory> in(Path base) {
        List<SessionDirectory> stale = new ArrayList<>();
        try {
            for (String name : PlainFiles.list(base)) {
                SessionDirectory session = new SessionDirectory(base.resolve(name));
                // Accepts only names and contents as SessionDirectory.create makes them.
                if (SafeName.isHexadecimal(name, SessionDirectory.NAME_LENGTH)
                        && Files.isDirectory(session.root(), LinkOption.NOFOLLOW_LINKS)
                        && isPrivate(session)
                        && !isAnyAlive(session)) {
                    stale.add(session);
                }
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot look for sessions", base, e);
        }
        return stale;
    }

    /** Whether a directory has only a private session's files, perhaps not all of them; anything else may be the user's own. */
    private static boolean isPrivate(SessionDirectory session) throws IOException {
        try {
            for (String name : PlainFiles.list(session.root())) {
                if (!SessionDirectory.FOLDERS.contains(name) && !FILES.contains(name)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            // Its last process has removed it meanwhile.
            return false;
        }
    }

    private static boolean isAnyAlive(SessionDirectory session) throws IOException {
        // Without the folder it is half made or half removed, and the process that was doing so is gone.
        return Files.isDirectory(session.alive(), LinkOption.NOFOLLOW_LINKS)
                && Liveness.isAnyAlive(session.alive(), session.control());
    }
}
