package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.internal.control.DirectorySync;
import dev.multiproc.internal.control.FileTrouble;
import dev.multiproc.internal.control.FreeRoom;
import dev.multiproc.internal.control.Journal;
import dev.multiproc.internal.control.PlainFiles;
import dev.multiproc.internal.launch.PrivateDirectory;
import dev.multiproc.internal.object.SafeName;
import dev.multiproc.internal.object.SessionFiles;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * A session's directory. Only this user can enter it; it was made by this library, and not through a link. A private session's
 * directory is deleted at the end.
 *
 * <pre>
 *  BASE/SESSION/        mode 0700
 *      control          see {@link dev.multiproc.internal.control.ControlDescriptor}
 *      alive/SLOT       locked by a process while it lives
 *      queues/NAME/     a Chronicle Queue each, and its large items
 *      objects/NAME     what an object needs besides its words; INDEX-GENERATION.words: words that are not in the control file
 *      memory/NAME      arrays and blocks
 *      tasks/SLOT       the task of a child; the child deletes it
 *      failures/SLOT    why a child failed; its parent deletes it
 * </pre>
 */
record SessionDirectory(Path root) implements SessionFiles {
    static final String TASKS = "tasks";
    static final List<String> FOLDERS = List.of("alive", "queues", "objects", "memory", TASKS, "failures");
    /** How many hexadecimal digits the name of a private session's directory has. */
    static final int NAME_LENGTH = 16;

    private static final int DELETE_ATTEMPTS = 10;
    private static final File URANDOM = new File("/dev/urandom");
    /** A session with a queue or two takes a few megabytes. */
    private static final long ROOM_BYTES = 16L * 1024 * 1024;
    /**
     * The least size of a memory file system for sessions: each queue in use keeps two files of 32 MiB, and there may be several.
     */
    private static final long MEMORY_FILE_SYSTEM_BYTES = 256L * 1024 * 1024;

    /** The directory that private sessions are made in, made if it is not there. */
    static Path base(Options options) {
        try {
            return BaseDirectory.ensure(options);
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "cannot make the directory for sessions, path="
                            + options.baseDirectory()
                                    .orElseGet(BaseDirectory::usual)
                                    .toAbsolutePath()
                            + "; choose another place with Options.withBaseDirectory",
                    e);
        }
    }

    /** Makes a new directory for a private session. */
    static SessionDirectory create(Path base) {
        try {
            checkRoom(base);
            Path root = base.resolve(randomName());
            PrivateDirectory.create(root);
            return new SessionDirectory(root).withFolders();
        } catch (IOException e) {
            throw new MultiprocessingException(
                    "cannot make a session directory in " + base
                            + "; choose another place with Options.withBaseDirectory",
                    e);
        }
    }

    /** Makes the directory of a durable session, or uses the existing one unchanged; {@link #withFolders} completes it. */
    static SessionDirectory createOrAttach(Path directory) {
        Path root = directory.toAbsolutePath();
        try {
            PrivateDirectory.ensure(root);
            checkRoom(root);
            return new SessionDirectory(root);
        } catch (IOException e) {
            throw FileTrouble.of("cannot use the session directory", root, e);
        }
    }

    /** Waits until the directory's entries are on the disk. */
    @Override
    public void sync() {
        try {
            DirectorySync.sync(root);
        } catch (IOException e) {
            throw FileTrouble.of("cannot write the session's directory to the disk", root, e);
        }
    }

    /** The files and folders that hold the content of the session's objects. */
    List<Path> contents() {
        return List.of(control(), queues(), memory(), objects());
    }

    /** Whether any queue has a log here, or any array its elements. */
    boolean hasContent() {
        return hasEntries(queues()) || hasEntries(memory());
    }

    private static boolean hasEntries(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && names.length > 0;
    }

    /** Makes the folders that are missing. */
    SessionDirectory withFolders() throws IOException {
        for (String folder : FOLDERS) {
            try {
                PrivateDirectory.create(root.resolve(folder));
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(root.resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
                PrivateDirectory.checkOwner(root.resolve(folder));
            }
        }
        if (Files.exists(control(), LinkOption.NOFOLLOW_LINKS)) {
            PrivateDirectory.checkOwner(control());
        }
        return this;
    }

    /** Whether a directory is suitable as the default place of sessions. */
    static boolean hasRoom(Path directory) {
        return directory.toFile().canWrite()
                && FreeRoom.bytes(directory) >= ROOM_BYTES
                // Checks the total size, which does not change: later processes have to choose the same place.
                && FreeRoom.size(directory) >= MEMORY_FILE_SYSTEM_BYTES;
    }

    private static void checkRoom(Path directory) {
        long usable = FreeRoom.bytes(directory);
        if (usable < ROOM_BYTES) {
            throw new MultiprocessingException("too little room for a session: " + usable + " bytes are free, "
                    + ROOM_BYTES + " are needed, path=" + directory
                    + FreeRoom.ADVICE);
        }
    }

    static String randomName() {
        return SafeName.hexadecimal(random(NAME_LENGTH / 2));
    }

    /** Bytes that nobody can guess. Read from the system's own source if there is one: the JDK's loads 80 classes. */
    static byte[] random(int count) {
        if (URANDOM.exists()) {
            try (FileInputStream in = new FileInputStream(URANDOM)) {
                byte[] bytes = in.readNBytes(count);
                if (bytes.length == count) {
                    return bytes;
                }
            } catch (IOException e) {
                Journal.debug(SessionDirectory.class, "cannot read " + URANDOM, e);
            }
        }
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    Path control() {
        return root.resolve("control");
    }

    Path alive() {
        return root.resolve("alive");
    }

    @Override
    public Path queue(String fileName) {
        return queues().resolve(fileName);
    }

    Path queues() {
        return root.resolve("queues");
    }

    @Override
    public Path objects() {
        return root.resolve("objects");
    }

    @Override
    public Path memory() {
        return root.resolve("memory");
    }

    Path task(int slot) {
        return root.resolve(TASKS).resolve(Integer.toString(slot));
    }

    Path failure(int slot) {
        return root.resolve("failures").resolve(Integer.toString(slot));
    }

    /** The argument file of the children of the process in a slot. */
    Path arguments(int slot) {
        return root.resolve(TASKS).resolve(slot + ".args");
    }

    /** Writes a file that only this user can read. */
    void writePrivately(Path file, byte[] bytes) throws IOException {
        PlainFiles.write(file, bytes);
    }

    /** Deletes the directory and all in it. */
    void delete() {
        delete(root);
    }

    @Override
    public void delete(Path path) {
        for (int attempt = 1; ; attempt++) {
            try {
                delete(path.toFile());
                return;
            } catch (DirectoryNotEmptyException e) {
                // A process that is just exiting, or does not know that the object was deleted, made a file after its
                // directory was
                // listed.
                if (attempt == DELETE_ATTEMPTS) {
                    throw FileTrouble.of("cannot delete the session's files", path, e);
                }
            } catch (IOException e) {
                throw FileTrouble.of("cannot delete the session's files", path, e);
            }
        }
    }

    /**
     * Deletes a file, a link (not what it points to), or a directory with its content. Uses {@link File}, whose classes every JVM
     * has loaded already, since this runs at a program's exit.
     */
    private static void delete(File file) throws IOException {
        if (file.delete()) {
            return;
        }
        if (Files.isDirectory(file.toPath(), LinkOption.NOFOLLOW_LINKS)) {
            String[] names = file.list();
            if (names != null) {
                for (String name : names) {
                    delete(new File(file, name));
                }
            }
        }
        // Unlike File.delete, this throws if it fails; and another exiting process may have deleted the file meanwhile.
        Files.deleteIfExists(file.toPath());
    }
}
