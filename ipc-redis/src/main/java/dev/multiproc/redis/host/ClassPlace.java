package dev.multiproc.redis.host;

import dev.multiproc.ProcessTask;
import dev.multiproc.internal.object.SafeName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The jar or directory that a class is in, and a digest of its content: two hosts have the same program if the digests are the same.
 * The class itself is not loaded.
 */
final class ClassPlace {
    /** The digest of a class of this library, whose version is compared otherwise. */
    static final String LIBRARY = "";

    private static final int DIGEST_BYTES = 12;
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private ClassPlace() {}

    /**
     * Finds a class.
     *
     * @param loader null for the system's
     * @return null if the loader does not find it, or it exists in memory only
     */
    static String digest(String className, ClassLoader loader) {
        String file = file(className);
        URL found = loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file);
        if (found == null) {
            return null;
        }
        String place = place(found, file);
        URL library = ClassPlace.class.getClassLoader().getResource(file(ClassPlace.class.getName()));
        URL core = ClassPlace.class.getClassLoader().getResource(file(ProcessTask.class.getName()));
        if (place.equals(place(library, file(ClassPlace.class.getName())))
                || place.equals(place(core, file(ProcessTask.class.getName())))) {
            return LIBRARY;
        }
        return KNOWN.computeIfAbsent(place, unused -> digest(found, place));
    }

    private static String file(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static String place(URL found, String file) {
        String text = found.toString();
        return text.endsWith(file) ? text.substring(0, text.length() - file.length()) : text;
    }

    private static String digest(URL found, String place) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (place.startsWith("jar:file:") && place.endsWith("!/")) {
                add(digest, Path.of(URI.create(place.substring("jar:".length(), place.length() - "!/".length()))));
            } else if (place.startsWith("file:")) {
                addAll(digest, Path.of(URI.create(place)));
            } else {
                // In a jar within a jar, say: the class itself has to do.
                try (InputStream in = found.openStream()) {
                    digest.update(in.readAllBytes());
                }
            }
            return SafeName.hexadecimal(Arrays.copyOf(digest.digest(), DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        } catch (IOException e) {
            throw new IllegalStateException("the class path cannot be read, place=" + place, e);
        }
    }

    private static void addAll(MessageDigest digest, Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path each : files) {
            digest.update(directory.relativize(each).toString().getBytes(StandardCharsets.UTF_8));
            add(digest, each);
        }
    }

    private static void add(MessageDigest digest, Path file) throws IOException {
        byte[] part = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                digest.update(part, 0, length);
            }
        }
    }
}
