package dev.multiproc.internal.launch;

import dev.multiproc.internal.control.Journal;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An archive of the classes that children need before their first item, already loaded and verified: a dynamic class-data
 * archive, which adds to the JVM's own. There is one for each JVM and copy of this library, for all programs, in the user's cache
 * directory:
 *
 * <pre>
 *  KEY.jsa       the archive; it gets this name when it is complete
 *  KEY.sum       its checksum
 *  KEY.txt       what it was made from: a line for the JVM, and one for each jar; KEY is a hash of this text. The file's time is
 *                that of the archive's last use
 *  KEY.lock      locked by the process that makes the archive
 *  KEY.failed    a byte for each attempt to make the archive that did not finish; after several the next attempt is a day later
 *  KEY.PID.new   the archive while it is being made
 * </pre>
 *
 * <p>The JVM itself checks that an archive fits, and ignores one that does not. This class checks that it is undamaged.
 */
public final class ClassArchive {
    private static final int FIRST_WITH_AHEAD_OF_TIME_CACHE = 25;
    private static final Duration RETRY_DELAY = Duration.ofDays(1);
    /** A maker may be killed now and then; after this many unfinished attempts something is wrong. */
    private static final int MAX_ATTEMPTS = 3;

    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_FACTOR = 0x100000001b3L;

    private final Path directory;
    private final List<String> jars;
    private final List<String> contents;
    private final String key;

    private ClassArchive(Path directory, List<String> jars, List<String> contents) {
        this.directory = directory;
        this.jars = jars;
        this.contents = contents;
        this.key = hash(String.join("\n", contents));
    }

    /**
     * The archive for a class path, whether or not it has been made. Empty if there can be none: archives are switched off, the
     * JVM does not support them, or this library's jars may not come first on the class path.
     */
    public static Optional<ClassArchive> of(List<String> classPath) {
        if (!Boolean.parseBoolean(System.getProperty("multiproc.classArchive", "true"))
                || !ChildFlags.isHotSpot()
                || classPath.isEmpty()) {
            return Optional.empty();
        }
        List<String> jars = ArchivedJars.of(classPath);
        if (jars.isEmpty()) {
            return Optional.empty();
        }
        List<String> contents = new ArrayList<>();
        contents.add(thisJvm());
        for (String jar : jars) {
            contents.add(lineOf(jar));
        }
        return Optional.of(new ClassArchive(CacheDirectory.find(), jars, contents));
    }

    /** Whether one of the user's flags configures class archives. */
    static boolean isConfiguredBy(List<String> userFlags) {
        for (String flag : userFlags) {
            if (isOfArchives(flag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfArchives(String flag) {
        return flag.startsWith("-Xshare")
                || flag.startsWith("-XX:SharedArchiveFile")
                || flag.startsWith("-XX:ArchiveClassesAtExit")
                || flag.startsWith("-XX:AOT");
    }

    private static String thisJvm() {
        return System.getProperty("java.home") + "\t" + System.getProperty("java.vm.version");
    }

    /** Identifies a jar's version: the line changes if the jar is replaced or removed. */
    private static String lineOf(String jar) {
        File file = new File(jar);
        return jar + "\t" + file.length() + "\t" + file.lastModified();
    }

    /** FNV-1a: a message digest would take a JVM 10 ms to load, and an attacker gains nothing by a collision. */
    static String hash(String text) {
        long hash = HASH_START;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * HASH_FACTOR;
        }
        String digits = Long.toHexString(hash);
        return "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
    }

    /** The jars whose classes are in the archive. */
    public List<String> jars() {
        return jars;
    }

    /** The class path with which children can use the archive. */
    List<String> classPath(List<String> usual) {
        return ArchivedJars.first(jars, usual);
    }

    /** The flags of a JVM that uses the archive; none if it has not been made, or other users could have written it. */
    List<String> flags() {
        if (!isUsable()) {
            return List.of();
        }
        List<String> flags = quietFlags();
        flags.add("-XX:SharedArchiveFile=" + file());
        return flags;
    }

    /** The flags of a JVM that writes the archive when it exits. */
    public static List<String> makingFlags(Path unfinished) {
        List<String> flags = quietFlags();
        flags.add("-XX:ArchiveClassesAtExit=" + unfinished);
        // This JVM does everything once, so more compilation does not pay.
        flags.add("-XX:TieredStopAtLevel=1");
        return flags;
    }

    /** Silences the JVM, which else prints a message about an archive that does not fit to standard output. */
    private static List<String> quietFlags() {
        List<String> flags = new ArrayList<>(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        if (Runtime.version().feature() >= FIRST_WITH_AHEAD_OF_TIME_CACHE) {
            flags.add("-Xlog:aot*=off");
        }
        return flags;
    }

    /** Whether the archive has been made, and no other user could have written it. A damaged one is removed. */
    boolean isUsable() {
        return file().toFile().isFile()
                && PrivateDirectory.isOwn(directory)
                && !PrivateDirectory.isReplaceable(directory)
                && isWhole();
    }

    /** Whether the archive is undamaged. A damaged one is removed, so that it is made again. */
    private boolean isWhole() {
        if (ArchiveCheck.isKnown(file())) {
            return true;
        }
        if (ArchiveCheck.isWhole(file(), checksumFile())) {
            // Records the use: the least recently used archive is removed first.
            boolean unused = contentsFile().toFile().setLastModified(System.currentTimeMillis());
            return true;
        }
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            Journal.debug(ClassArchive.class, "cannot remove the damaged archive " + file(), e);
        }
        return false;
    }

    /** Writes the checksum and contents files, and forces them and the unfinished archive to disk before it is renamed. */
    public void seal(Path unfinished) throws IOException {
        Files.writeString(checksumFile(), ArchiveCheck.checksum(unfinished));
        Files.write(contentsFile(), contents);
        for (Path path : List.of(unfinished, checksumFile(), contentsFile())) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    public Path directory() {
        return directory;
    }

    public Path file() {
        return named(".jsa");
    }

    private Path checksumFile() {
        return named(".sum");
    }

    public Path contentsFile() {
        return named(".txt");
    }

    public Path lockFile() {
        return named(".lock");
    }

    public Path failureFile() {
        return named(".failed");
    }

    /** A file with the archive's name and another ending. */
    public Path named(String ending) {
        return directory.resolve(key + ending);
    }

    /** Whether the archive does not exist, and it is time for an attempt to make it. */
    public boolean isWanted() {
        File failures = failureFile().toFile();
        // The length of a missing file is 0.
        return !file().toFile().exists()
                && (failures.length() < MAX_ATTEMPTS
                        || failures.lastModified() < System.currentTimeMillis() - RETRY_DELAY.toMillis());
    }

    /** Whether an archive with these contents can still be used by any JVM. */
    public static boolean isUpToDate(List<String> contents) {
        if (contents.isEmpty() || !new File(contents.get(0).split("\t")[0]).isDirectory()) {
            return false;
        }
        for (String line : contents.subList(1, contents.size())) {
            if (!lineOf(line.split("\t")[0]).equals(line)) {
                return false;
            }
        }
        return true;
    }
}
