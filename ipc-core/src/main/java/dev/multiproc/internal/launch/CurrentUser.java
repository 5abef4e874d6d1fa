package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.PlainFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** The user that this process runs as, by number: a user may have no name, and two users may have the same name. */
public final class CurrentUser {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String UID_LINE = "\nUid:";
    private static final String UID = "unix:uid";
    private static final boolean HAS_NUMBERS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final int NUMBER = HAS_NUMBERS ? find() : -1;

    private CurrentUser() {}

    /** The user's part in the names of directories. */
    public static String inNames() {
        if (HAS_NUMBERS) {
            return Integer.toUnsignedString(NUMBER);
        }
        String name = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return name.isEmpty() ? "unknown" : name;
    }

    /** Whether a file belongs to this user; for a link, the link itself. True on systems where users have no numbers. */
    static boolean owns(Path file) throws IOException {
        return !HAS_NUMBERS || uid(file) == NUMBER;
    }

    static String owner(Path file) throws IOException {
        return HAS_NUMBERS ? Integer.toUnsignedString(uid(file)) : "unknown";
    }

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, UID, LinkOption.NOFOLLOW_LINKS);
    }

    private static int find() {
        try {
            return STATUS.toFile().canRead() ? effective(PlainFiles.read(STATUS)) : ofNewFile();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The effective user in the line, which lists the real, effective, saved and file system user. */
    private static int effective(byte[] status) throws IOException {
        String text = new String(status, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(UID_LINE);
        if (at < 0) {
            return ofNewFile();
        }
        StringTokenizer numbers = new StringTokenizer(text.substring(at + UID_LINE.length()));
        numbers.nextToken();
        return Integer.parseUnsignedInt(numbers.nextToken());
    }

    private static int ofNewFile() throws IOException {
        Path file = Files.createTempFile("multiproc", "");
        try {
            return uid(file);
        } finally {
            Files.delete(file);
        }
    }
}
