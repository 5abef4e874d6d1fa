package dev.multiproc.internal.launch;

import dev.multiproc.Options;
import dev.multiproc.internal.control.Journal;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An archive of the classes of children, loaded and checked ahead: a class-data archive, from JDK 25 on an ahead-of-time cache.
 * One for each JVM and class path, in the user's cache directory:
 *
 * <pre>
 *  KEY.jsa or KEY.aot   the archive; comes under this name when it is whole
 *  KEY.sum              its checksum
 *  KEY.txt              what it was made from, which its key is a hash of: a line for the JVM, one for each jar; as old as the
 *                       last use of the archive
 *  KEY.lock             held by the process that makes it
 *  KEY.failed           it could not be made; tried again after a day
 * </pre>
 *
 * <p>The JVM itself checks that an archive fits, and does without one that does not. Whether it is whole is checked here.
 */
public final class ClassArchive {
    private static final int FIRST_WITH_AHEAD_OF_TIME_CACHE = 25;
    private static final Duration UNTIL_NEXT_TRY = Duration.ofDays(1);
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_FACTOR = 0x100000001b3L;

    private final Path directory;
    private final List<String> contents;
    private final String key;

    private ClassArchive(Path directory, List<String> contents) {
        this.directory = directory;
        this.contents = contents;
        this.key = hash(String.join("\n", contents));
    }

    /**
     * The archive for a class path, made or not; empty where there can be none: the user does not want it, the JVM cannot have
     * it, or not all of the class path is jars.
     */
    public static Optional<ClassArchive> of(Options options, List<String> classPath) {
        if (!options.classArchive()
                || !Boolean.parseBoolean(System.getProperty("multiproc.classArchive", "true"))
                || !ChildFlags.isHotSpot()
                || classPath.isEmpty()
                || options.jvmArgs().stream().anyMatch(ClassArchive::isOfArchives)) {
            return Optional.empty();
        }
        return contents(classPath).map(contents -> new ClassArchive(CacheDirectory.find(), contents));
    }

    /** Whether the user has a say in it. */
    static boolean isOfArchives(String flag) {
        return flag.startsWith("-Xshare")
                || flag.startsWith("-XX:SharedArchiveFile")
                || flag.startsWith("-XX:ArchiveClassesAtExit")
                || flag.startsWith("-XX:AOT");
    }

    private static Optional<List<String>> contents(List<String> classPath) {
        List<String> contents = new ArrayList<>();
        contents.add(thisJvm());
        for (String entry : classPath) {
            Optional<String> jar = jar(entry);
            if (jar.isEmpty()) {
                return Optional.empty();
            }
            contents.add(jar.get());
        }
        return Optional.of(contents);
    }

    private static String thisJvm() {
        return System.getProperty("java.home") + "\t" + System.getProperty("java.vm.version");
    }

    private static Optional<String> jar(String path) {
        File file = new File(path);
        return file.isFile() ? Optional.of(path + "\t" + file.length() + "\t" + file.lastModified()) : Optional.empty();
    }

    /** FNV-1a: a message digest would take a JVM 10 ms to load, and nobody gains by a collision. */
    static String hash(String text) {
        long hash = HASH_START;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * HASH_FACTOR;
        }
        return String.format("%016x", hash);
    }

    /** Whether it is an ahead-of-time cache. */
    public static boolean isAheadOfTime() {
        return Runtime.version().feature() >= FIRST_WITH_AHEAD_OF_TIME_CACHE;
    }

    /** The flags of a JVM that uses it; none if it has not been made, or others could have written it. */
    List<String> flags() {
        if (!isUsable()) {
            return List.of();
        }
        // The JVM has something to say about an archive that does not fit, on standard output.
        List<String> flags = new ArrayList<>();
        if (isAheadOfTime()) {
            flags.addAll(List.of("-Xlog:cds*=off", "-Xlog:aot*=off", "-XX:AOTCache=" + file()));
            if (ChildFlags.hasKnownDiagnostics()) {
                // What the rehearsal ran often is not what a child runs: to compile it at once delays the start.
                flags.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining"));
            }
        } else {
            flags.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + file()));
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
        return named(isAheadOfTime() ? ".aot" : ".jsa");
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
        try {
            return !Files.exists(file())
                    && (!Files.exists(failureFile())
                            || Files.getLastModifiedTime(failureFile())
                                    .toInstant()
                                    .isBefore(Instant.now().minus(UNTIL_NEXT_TRY)));
        } catch (IOException e) {
            // Somebody is at it.
            return false;
        }
    }

    /** Whether an archive that was made from this can still be used by anybody. */
    public static boolean isUpToDate(List<String> contents) {
        if (contents.isEmpty() || !new File(contents.get(0).split("\t")[0]).isDirectory()) {
            return false;
        }
        return contents.stream()
                .skip(1)
                .allMatch(line -> jar(line.split("\t")[0]).filter(line::equals).isPresent());
    }
}
