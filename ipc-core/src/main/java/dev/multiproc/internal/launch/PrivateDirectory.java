package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.OwnAccess;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Directories that belong to this user and that nobody else can enter. They are trusted because of their owner; that this process
 * may write there proves nothing, since root may write everywhere.
 */
public final class PrivateDirectory {
    private static final boolean IS_POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final String MODE = "unix:mode";
    private static final int PERMISSIONS = 0777;
    private static final int OWNER_MODE = 0700;
    private static final int OTHERS_MODE = 0077;
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private PrivateDirectory() {}

    /** Makes a new private directory in an existing directory. */
    public static void create(Path directory) throws IOException {
        Files.createDirectory(directory, ownerOnly());
        if (IS_POSIX && mode(directory) != OWNER_MODE) {
            // The umask has removed some of the permissions.
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    /**
     * Makes a private directory if it is not there, and its missing parents.
     *
     * @throws MultiprocessingException if it is there but belongs to another user, or others can enter it
     */
    public static void ensure(Path directory) throws IOException {
        try {
            createAbove(directory);
            create(directory);
        } catch (FileAlreadyExistsException e) {
            checkOwn(directory);
        }
    }

    private static void createAbove(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || Files.exists(parent)) {
            return;
        }
        createAbove(parent);
        try {
            Files.createDirectory(parent);
            OwnAccess.toDirectory(parent.toFile());
        } catch (FileAlreadyExistsException e) {
            // Another process has just made it; or it is a dangling link, which the next check finds.
        }
    }

    /** Whether a directory exists, belongs to this user, and nobody else can enter it. */
    public static boolean isOwn(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && CurrentUser.owns(directory)
                    && (!IS_POSIX || (mode(directory) & OTHERS_MODE) == 0);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether other users could put another directory in its place. */
    static boolean isReplaceable(Path directory) {
        try {
            Path parent = directory.getParent();
            if (!IS_POSIX || parent == null) {
                return false;
            }
            int mode = (Integer) Files.getAttribute(parent, MODE);
            return (mode & STICKY) == 0 && (mode & OTHERS_WRITE) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether a file exists and belongs to another user. */
    public static boolean isOfAnother(Path path) throws IOException {
        try {
            return !CurrentUser.owns(path);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Refuses another user's file.
     *
     * @throws MultiprocessingException if the file does not belong to this user; for a link, the link itself
     */
    public static void checkOwner(Path path) throws IOException {
        if (!CurrentUser.owns(path)) {
            throw new MultiprocessingException("it belongs to another user, path=" + path + ", owner="
                    + CurrentUser.owner(path) + ", this user=" + CurrentUser.inNames()
                    + "; choose another place with Options.withBaseDirectory, or another path for a durable session");
        }
    }

    /** Refuses a directory that another user may have put there, to trick this process into using it. */
    private static void checkOwn(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new MultiprocessingException("not a directory, or a link, path=" + directory
                    + "; remove it, or choose another place with Options.withBaseDirectory");
        }
        checkOwner(directory);
        if (!IS_POSIX) {
            return;
        }
        int mode = mode(directory);
        if ((mode & OTHERS_MODE) != 0) {
            throw new MultiprocessingException("others may enter the directory, path=" + directory + ", permissions="
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS))
                    + "; chmod 700 it, or choose another place with Options.withBaseDirectory");
        }
        if ((mode & OWNER_MODE) != OWNER_MODE) {
            // The process that made it was killed before it could set the mode.
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
        if (!Files.isWritable(directory)) {
            throw new MultiprocessingException("the directory is not writable, path=" + directory
                    + "; choose another place with Options.withBaseDirectory");
        }
    }

    /** The nine permission bits. A number, since sets of permissions make a JVM load more classes. */
    private static int mode(Path directory) throws IOException {
        return (Integer) Files.getAttribute(directory, MODE, LinkOption.NOFOLLOW_LINKS) & PERMISSIONS;
    }

    private static FileAttribute<?>[] ownerOnly() {
        return IS_POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
