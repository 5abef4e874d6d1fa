package dev.multiproc.internal.launch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The user that this process acts as, by his number: names can be missing, and two numbers can have one. */
public final class CurrentUser {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String UID_LINE = "Uid:";
    private static final String UID = "unix:uid";
    private static final boolean HAS_NUMBERS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final int NUMBER = HAS_NUMBERS ? find() : -1;

    private CurrentUser() {}

    /** What stands for the user in names of directories. */
    public static String inNames() {
        if (HAS_NUMBERS) {
            return Integer.toUnsignedString(NUMBER);
        }
        String name = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return name.isEmpty() ? "unknown" : name;
    }

    /** Whether a file, or a link itself, belongs to this user. True where users have no numbers. */
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
            return Files.isReadable(STATUS) ? effective(Files.readAllLines(STATUS)) : ofNewFile();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The line has the real, the effective, the saved and the file system's. */
    private static int effective(List<String> status) throws IOException {
        for (String line : status) {
            if (line.startsWith(UID_LINE)) {
                return Integer.parseUnsignedInt(
                        line.substring(UID_LINE.length()).strip().split("\\s+")[1]);
            }
        }
        return ofNewFile();
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
