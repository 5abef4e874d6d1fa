package dev.multiproc.internal.session;

import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.MissingFile;
import dev.multiproc.internal.park.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Notices that the session's directory was removed, perhaps replaced by another one: nobody who comes later can wake those who wait
 * here. What runs meets a missing file sooner or later; what sleeps would sleep for ever.
 *
 * <p><b>Threads</b>: used by one thread at a time.
 */
final class DirectoryWatch {
    private final Path directory;
    private final Waits waits;
    /** Device and inode; null if that is not known. */
    private Object key;

    private boolean isKnown;

    DirectoryWatch(Path directory, Waits waits) {
        this.directory = directory;
        this.waits = waits;
    }

    /** The first time, takes it as it is. Later, ends all waits if it is gone. */
    void check() {
        try {
            Object now = Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            if (!isKnown) {
                key = now;
                isKnown = true;
            } else if (!Objects.equals(key, now)) {
                waits.endFor(() -> MissingFile.exception(directory, null));
            }
        } catch (NoSuchFileException e) {
            waits.endFor(() -> MissingFile.exception(directory, e));
        } catch (IOException e) {
            Journal.debug(
                    DirectoryWatch.class, "cannot tell whether the session's directory is there, path=" + directory, e);
        }
    }
}
