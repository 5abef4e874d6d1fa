package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
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
 * Sessions that a crash of all their processes left behind. Told by their locks, never by age; called with the opening
 * lock held, so that none of them is just being made.
 */
final class StaleSessions {
    private static final List<String> FILES = List.of("control", ControlFile.UNFINISHED);

    private StaleSessions() {}

    /** Those in a directory. */
    static List<SessionDirectory> in(Path base) {
        List<SessionDirectory> stale = new ArrayList<>();
        try {
            for (String name : PlainFiles.list(base)) {
                SessionDirectory session = new SessionDirectory(base.resolve(name));
                // As SessionDirectory.create makes them.
                if (SafeName.isHexadecimal(name, SessionDirectory.NAME_LENGTH)
                        && Files.isDirectory(session.root(), LinkOption.NOFOLLOW_LINKS)
                        && isPrivate(session)
                        && !isAnyAlive(session)) {
                    stale.add(session);
                }
            }
        } catch (IOException e) {
            throw new MultiprocessingException("cannot look for sessions, path=" + base, e);
        }
        return stale;
    }

    /** Whether it looks like a private session, be it half made or half removed: not like what a user may have put there. */
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
        // Without the folder it is half made or half removed, and whoever was at it is gone.
        return Files.isDirectory(session.alive(), LinkOption.NOFOLLOW_LINKS)
                && Liveness.isAnyAlive(session.alive(), session.control());
    }
}
