package dev.multiproc.internal.launch;

import dev.multiproc.MultiprocessingException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Jars and classes within a jar, as Spring Boot packs them, which a plain JVM cannot load. They are unpacked once, into the
 * user's cache directory. On the class path they keep their loader's order:
 *
 * <pre>
 *  unpacked/KEY/              the key is a hash of the jar and what was unpacked; gets this name when it is complete
 *      from                   the jar, its length and its time
 *      BOOT-INF/classes.jar   a directory in the jar, packed as a jar
 *      BOOT-INF/lib/NAME.jar  a jar in the jar, copied
 *  unpacked/KEY.lock          held as a shared lock by all processes that use the directory
 * </pre>
 *
 * <p>A child with the unpacked jars starts as quickly as any other, and can use the archive of classes; with Spring's own loader
 * it would take twice as long.
 */
final class NestedJars {
    private static final String FOLDER = "unpacked";
    private static final String ORIGIN = "from";
    private static final String UNFINISHED = "new-";
    private static final Duration LONGEST_UNPACKING = Duration.ofHours(1);
    private static final String JAR_NAME = ".jar";
    /** How many unpacked directories are kept besides the new one. */
    private static final int MAX_KEPT = 8;

    private static final int FASTEST = 1;

    private final Path fallback;
    private final List<Nested> wanted = new ArrayList<>();

    /** The fallback is the directory to unpack into if the cache cannot be written. */
    NestedJars(Path fallback) {
        this.fallback = fallback;
    }

    /** A jar or a directory in a jar: {@code BOOT-INF/lib/x.jar}, {@code BOOT-INF/classes}. */
    private record Nested(String jar, String entry) {
        static Nested parse(String address) {
            boolean isOfBoot = address.startsWith("nested:");
            String separator = isOfBoot ? "/!" : "!/";
            int end = address.indexOf(separator);
            String path = address.substring(address.indexOf(':') + 1, end);
            String entry = address.substring(end + separator.length());
            while (entry.endsWith("/") || entry.endsWith("!")) {
                entry = entry.substring(0, entry.length() - 1);
            }
            return new Nested(decoded(path), isOfBoot ? entry : decoded(entry));
        }

        private static String decoded(String text) {
            // Not a form's encoding: in a URL a plus sign stands for itself.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        String target() {
            return entry.endsWith(JAR_NAME) ? entry : entry + JAR_NAME;
        }
    }

    /** Whether an address (the part between {@code jar:} and {@code !/}) is that of something within a jar. */
    boolean isNested(String address) {
        return address.startsWith("nested:") && address.contains("/!")
                || address.startsWith("file:") && address.contains("!/");
    }

    /** Adds an address to those that the next {@link #addTo} unpacks. */
    void want(String address) {
        wanted.add(Nested.parse(address));
    }

    /** Unpacks what is wanted, unless that was done before, and adds the paths of the unpacked jars. */
    void addTo(Collection<String> entries) {
        int start = 0;
        while (start < wanted.size()) {
            String jar = wanted.get(start).jar();
            int end = start;
            while (end < wanted.size() && wanted.get(end).jar().equals(jar)) {
                end++;
            }
            List<Nested> ofOneJar = wanted.subList(start, end);
            Path directory = unpacked(new File(jar), ofOneJar);
            for (Nested nested : ofOneJar) {
                File file = directory.resolve(nested.target()).toFile();
                if (file.isFile()) {
                    entries.add(file.getPath());
                }
            }
            start = end;
        }
        wanted.clear();
    }

    private Path unpacked(File jar, List<Nested> parts) {
        String origin = jar.getPath() + "\t" + jar.length() + "\t" + jar.lastModified();
        StringBuilder identity = new StringBuilder(origin);
        parts.forEach(part -> identity.append('\n').append(part.entry()));
        String key = ClassArchive.hash(identity.toString());
        Path cache = CacheDirectory.find().resolve(FOLDER);
        try {
            PrivateDirectory.ensure(cache.getParent());
            PrivateDirectory.ensure(cache);
            return unpacked(cache, key, origin, jar, parts);
        } catch (IOException | MultiprocessingException e) {
            return unpackedElsewhere(key, origin, jar, parts, e);
        }
    }

    /** Used if the cache cannot be written (a container's home is often read-only): unpacks into the session's directory. */
    private Path unpackedElsewhere(String key, String origin, File jar, List<Nested> parts, Exception cause) {
        try {
            PrivateDirectory.ensure(fallback);
            return unpacked(fallback, key, origin, jar, parts);
        } catch (IOException | MultiprocessingException e) {
            e.addSuppressed(cause);
            throw new MultiprocessingException(
                    "cannot unpack the jars in a jar, jar=" + jar + ", cache=" + CacheDirectory.find()
                            + "; choose another place with the system property multiproc.cacheDirectory",
                    e);
        }
    }

    private static Path unpacked(Path parent, String key, String origin, File jar, List<Nested> parts)
            throws IOException {
        UnpackedUse.begin(parent, key);
        Path target = parent.resolve(key);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
            return target;
        }
        removeStale(parent);
        Path unfinished = Files.createTempDirectory(parent, UNFINISHED);
        boolean isDone = false;
        try {
            unpack(jar, parts, unfinished);
            Files.writeString(unfinished.resolve(ORIGIN), origin);
            isDone = moved(unfinished, target);
        } finally {
            if (!isDone) {
                remove(unfinished);
            }
        }
        return target;
    }

    /** False if another process has already put its directory there. */
    private static boolean moved(Path unfinished, Path target) throws IOException {
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw e;
        }
    }

    private static void unpack(File file, List<Nested> parts, Path directory) throws IOException {
        try (ZipFile jar = new ZipFile(file)) {
            for (Nested part : parts) {
                Path target = directory.resolve(part.target()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("a jar's entry that leads out of it: " + part.entry());
                }
                Files.createDirectories(target.getParent());
                ZipEntry entry = jar.getEntry(part.entry());
                if (entry != null && !entry.isDirectory()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                } else {
                    packFolder(jar, part.entry() + "/", target);
                }
            }
        }
    }

    /** Makes a jar from a directory in a jar; makes none if the directory is empty or missing. */
    private static void packFolder(ZipFile jar, String folder, Path target) throws IOException {
        List<? extends ZipEntry> entries = Collections.list(jar.entries()).stream()
                .filter(entry ->
                        entry.getName().startsWith(folder) && entry.getName().length() > folder.length())
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(FASTEST);
            for (ZipEntry entry : entries) {
                out.putNextEntry(new ZipEntry(entry.getName().substring(folder.length())));
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }

    /** Removes directories that no process can use any more, and the least recently used ones if there are too many. */
    private static void removeStale(Path parent) throws IOException {
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path directory : directories) {
                if (directory.getFileName().toString().startsWith(UNFINISHED)) {
                    if (isAbandoned(directory)) {
                        remove(directory);
                    }
                } else if (!isOutdated(directory) || !removedUnlessUsed(directory)) {
                    kept.add(directory);
                }
            }
        }
        kept.sort(Comparator.comparingLong(directory -> directory.toFile().lastModified()));
        int surplus = kept.size() - MAX_KEPT;
        for (Path directory : kept) {
            if (surplus > 0 && removedUnlessUsed(directory)) {
                surplus--;
            }
        }
    }

    /** Whether a directory is so old that the process that was unpacking into it must have been killed. */
    private static boolean isAbandoned(Path directory) {
        return directory.toFile().lastModified()
                < Instant.now().minus(LONGEST_UNPACKING).toEpochMilli();
    }

    /** Whether the jar has changed since it was unpacked. */
    private static boolean isOutdated(Path directory) throws IOException {
        String[] parts = Files.readString(directory.resolve(ORIGIN)).split("\t");
        File jar = new File(parts[0]);
        return jar.length() != Long.parseLong(parts[1]) || jar.lastModified() != Long.parseLong(parts[2]);
    }

    private static boolean removedUnlessUsed(Path directory) throws IOException {
        return UnpackedUse.removeUnlessUsed(directory, () -> remove(directory));
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
