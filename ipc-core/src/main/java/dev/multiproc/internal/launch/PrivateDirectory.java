package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that nobody but their owner can enter. */
public final class PrivateDirectory {
    private static final boolean IS_POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateDirectory() {}

    /** Makes a new one, in a directory that is there. */
    public static void create(Path directory) throws IOException {
        Files.createDirectory(directory, ownerOnly());
    }

    /**
     * Makes one if it is not there, and what is above it.
     *
     * @throws MultiprocessingException if what is there is not ours alone
     */
    public static void ensure(Path directory) throws IOException {
        try {
            Files.createDirectories(directory.getParent());
            create(directory);
        } catch (FileAlreadyExistsException e) {
            checkOwn(directory);
        }
    }

    /** Whether it is there and nobody else can enter it. */
    static boolean isOwn(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && (!IS_POSIX
                            || OWNER_ONLY.containsAll(
                                    Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Refuses what somebody else may have put there for us. */
    private static void checkOwn(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new MultiprocessingException("not a directory, or a link, path=" + directory
                    + "; remove it, or choose another place with Options.withBaseDirectory");
        }
        if (!IS_POSIX) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new MultiprocessingException("others may enter the directory, path=" + directory + ", permissions="
                    + PosixFilePermissions.toString(permissions)
                    + "; chmod 700 it, or choose another place with Options.withBaseDirectory");
        }
        if (!Files.isWritable(directory)) {
            throw new MultiprocessingException("the directory is not ours or not writable, path=" + directory
                    + "; choose another place with Options.withBaseDirectory");
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return IS_POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
