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
 * An archive of the classes that children need before their first item, loaded and checked ahead: a dynamic class-data archive,
 * which adds to the JVM's own. One for each JVM and copy of this library, whatever the program, in the user's cache directory:
 *
 * <pre>
 *  KEY.jsa       the archive; comes under this name when it is whole
 *  KEY.sum       its checksum
 *  KEY.txt       what it was made from, which its key is a hash of: a line for the JVM, one for each jar; as old as the last use of
 *                the archive
 *  KEY.lock      held by the process that makes it
 *  KEY.failed    a byte for each try to make it that came to no end; after some the next is a day later
 *  KEY.PID.new   the archive in the making
 * </pre>
 *
 * <p>The JVM itself checks that an archive fits, and does without one that does not. Whether it is whole is checked here.
 */
public final class ClassArchive {
    private static final int FIRST_WITH_AHEAD_OF_TIME_CACHE = 25;
    private static final Duration UNTIL_NEXT_TRY = Duration.ofDays(1);
    /** One that was killed is no reason to do without an archive; many are. */
    private static final int TRIES = 3;

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
     * The archive for a class path, made or not; empty where there can be none: it is forbidden, the JVM cannot have it, or this library's jars may not come first on the class path.
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

    /** Whether one of the user's flags has a say in it. */
    static boolean isChosen(List<String> userFlags) {
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

    /** Another one if the jar is another, or gone. */
    private static String lineOf(String jar) {
        File file = new File(jar);
        return jar + "\t" + file.length() + "\t" + file.lastModified();
    }

    /** FNV-1a: a message digest would take a JVM 10 ms to load, and nobody gains by a collision. */
    static String hash(String text) {
        long hash = HASH_START;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * HASH_FACTOR;
        }
        String digits = Long.toHexString(hash);
        return "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
    }

    /** The jars that it is of. */
    public List<String> jars() {
        return jars;
    }

    /** The class path of children, by which they can use it. */
    List<String> classPath(List<String> usual) {
        return ArchivedJars.first(jars, usual);
    }

    /** The flags of a JVM that uses it; none if it has not been made, or others could have written it. */
    List<String> flags() {
        if (!isUsable()) {
            return List.of();
        }
        List<String> flags = quietFlags();
        flags.add("-XX:SharedArchiveFile=" + file());
        return flags;
    }

    /** The flags of a JVM that writes it when it exits. */
    public static List<String> makingFlags(Path unfinished) {
        List<String> flags = quietFlags();
        flags.add("-XX:ArchiveClassesAtExit=" + unfinished);
        // It does each thing once.
        flags.add("-XX:TieredStopAtLevel=1");
        return flags;
    }

    /** The JVM has something to say about an archive that does not fit, on standard output. */
    private static List<String> quietFlags() {
        List<String> flags = new ArrayList<>(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        if (Runtime.version().feature() >= FIRST_WITH_AHEAD_OF_TIME_CACHE) {
            flags.add("-Xlog:aot*=off");
        }
        return flags;
    }

    /** Whether it has been made, and nobody else could have written it. A damaged one is removed. */
    boolean isUsable() {
        return file().toFile().isFile()
                && PrivateDirectory.isOwn(directory)
                && !PrivateDirectory.isReplaceable(directory)
                && isWhole();
    }

    /** One that is not is removed, so that it is made anew. */
    private boolean isWhole() {
        if (ArchiveCheck.isKnown(file())) {
            return true;
        }
        if (ArchiveCheck.isWhole(file(), checksumFile())) {
            // The least recently used one goes first.
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

    /** Writes its checksum, and has all be on the disk that is to be renamed to it. */
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

    /** A file beside it of the same name. */
    public Path named(String ending) {
        return directory.resolve(key + ending);
    }

    /** Whether it is not there, and it is worth a try to make it. */
    public boolean isWanted() {
        File failures = failureFile().toFile();
        // One that is not there has no length.
        return !file().toFile().exists()
                && (failures.length() < TRIES
                        || failures.lastModified() < System.currentTimeMillis() - UNTIL_NEXT_TRY.toMillis());
    }

    /** Whether an archive that was made from this can still be used by anybody. */
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
