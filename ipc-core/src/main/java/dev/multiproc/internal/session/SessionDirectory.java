package dev.multiproc.internal.session;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.Options;
import dev.multiproc.internal.control.DirectorySync;
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
 * A session's directory: nobody else can enter it, it was made by us and not through a link, and it goes at the end.
 *
 * <pre>
 *  BASE/SESSION/        mode 0700
 *      control          see {@link dev.multiproc.internal.control.ControlDescriptor}
 *      alive/SLOT       locked by a process while it lives
 *      queues/NAME/     a Chronicle Queue each, and its large items
 *      objects/NAME     what an object needs beside its words
 *      memory/NAME      arrays and blocks
 *      tasks/SLOT       what a child is told; the child deletes it
 *      failures/SLOT    what ended a child; its parent deletes it
 * </pre>
 */
record SessionDirectory(Path root) implements SessionFiles {
    static final String TASKS = "tasks";
    static final List<String> FOLDERS = List.of("alive", "queues", "objects", "memory", TASKS, "failures");
    /** Of a private session's directory: so many hexadecimal digits. */
    static final int NAME_LENGTH = 16;

    private static final int DELETE_ATTEMPTS = 10;
    private static final File URANDOM = new File("/dev/urandom");
    /** A session with a queue or two takes a few megabytes. */
    private static final long ROOM_BYTES = 16L * 1024 * 1024;
    /** Each queue that items stream through keeps two files of 32 MiB: less than a few of those is no place for sessions. */
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

    /** Makes the directory of a durable session, or takes the one that is there, as it is; see {@link #withFolders}. */
    static SessionDirectory createOrAttach(Path directory) {
        Path root = directory.toAbsolutePath();
        try {
            PrivateDirectory.ensure(root);
            checkRoom(root);
            return new SessionDirectory(root);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot use the session directory, path=" + root, e);
        }
    }

    /** Waits until the names of its files are on the disk. */
    @Override
    public void sync() {
        try {
            DirectorySync.sync(root);
        } catch (IOException e) {
            throw new MultiprocessingException("cannot write the session's directory to the disk, path=" + root, e);
        }
    }

    /** What holds the content of the session's objects. */
    List<Path> contents() {
        return List.of(control(), queues(), memory(), root.resolve("objects"));
    }

    /** Whether any queue has a log here, or any array its elements. */
    boolean hasContent() {
        return hasEntries(queues()) || hasEntries(memory());
    }

    private static boolean hasEntries(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && names.length > 0;
    }

    /** Makes what folders there are not. */
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

    /** Whether sessions can be made there if nobody says where. */
    static boolean hasRoom(Path directory) {
        return directory.toFile().canWrite()
                && FreeRoom.bytes(directory) >= ROOM_BYTES
                // Its size, not what is free: sessions are looked for where they are made, an hour later too.
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

    /** Bytes that nobody can guess. From the system's own source where there is one: the JDK's loads 80 classes. */
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
    public Path queue(String name) {
        return queues().resolve(SafeName.toFileName(name));
    }

    Path queues() {
        return root.resolve("queues");
    }

    /** The file of an object that needs more room than its words. */
    @Override
    public Path file(String objectName) {
        return root.resolve("objects").resolve(SafeName.toFileName(objectName));
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

    /** Writes a file that only its user can read, at once or not at all. */
    void writePrivately(Path file, byte[] bytes) throws IOException {
        PlainFiles.write(file, bytes);
    }

    /** Deletes the directory and all in it. */
    void delete() {
        for (int attempt = 1; ; attempt++) {
            try {
                delete(root.toFile());
                return;
            } catch (DirectoryNotEmptyException e) {
                // A file came after its directory was read: a process on its way out made it.
                if (attempt == DELETE_ATTEMPTS) {
                    throw new MultiprocessingException("cannot delete the session directory, path=" + root, e);
                }
            } catch (IOException e) {
                throw new MultiprocessingException("cannot delete the session directory, path=" + root, e);
            }
        }
    }

    /**
     * What is deleted by itself is no directory with something in it, and a link goes as a link. By {@link File}, whose classes
     * every JVM has loaded: this is on the way out of a program.
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
        // It says why it cannot; another process that left at the same time may be deleting it too.
        Files.deleteIfExists(file.toPath());
    }
}
