package dev.multiproc.internal.control;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads, writes and lists files and directories. Not by a channel, as {@code java.nio.file.Files} does: an interrupt
 * would close it.
 */
public final class PlainFiles {
    private PlainFiles() {}

    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            OwnAccess.toFile(file.toFile());
            out.write(bytes);
        }
    }

    /**
     * The names in a directory. Uses {@link java.io.File}, since this is called whenever a session is opened and a
     * child ends: a directory stream of the JDK loads 15 classes, and a name pattern needs a regular expression.
     *
     * @throws NoSuchFileException if the directory does not exist
     */
    public static String[] list(Path directory) throws IOException {
        String[] names = directory.toFile().list();
        if (names == null) {
            throw Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
                    ? new IOException("cannot list the directory " + directory)
                    : new NoSuchFileException(directory.toString());
        }
        return names;
    }

    public static byte[] read(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }
}
