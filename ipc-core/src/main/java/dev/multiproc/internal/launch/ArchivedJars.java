package dev.multiproc.internal.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The jars in an archive of classes: those from which a child loads classes before its first item. The JVM uses an archive only
 * if its jars come first on the class path, whatever follows. So they are moved to the front of a child's class path, if that
 * changes nothing: no jar that stood before one of them may have a package of it, and no directory a file of the same name. In
 * doubt nothing is moved, and there is no archive.
 */
final class ArchivedJars {
    private static final int FIRST_WITHOUT_JNA = 22;
    private static final String CLASS_PATH = "Class-Path:";
    /** The meaning of an empty entry. */
    private static final String WORKING_DIRECTORY = ".";

    /**
     * One of these jars.
     *
     * @param marker a class by which the jar is found
     * @param root the package that contains all packages of the jar
     */
    private record Part(String marker, String root) {
        String home() {
            return marker.substring(0, marker.lastIndexOf('/'));
        }

        boolean isRootOf(Set<String> packages) {
            for (String name : packages) {
                if (!name.equals(root) && !name.startsWith(root + "/")) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Part LIBRARY = new Part("dev/multiproc/internal/launch/ChildCommand", "dev/multiproc");
    private static final Part JNA = new Part("com/sun/jna/Native", "com/sun/jna");

    /** The entries of the class path that were examined, including those that jars name in their manifests. */
    private final List<File> entries = new ArrayList<>();

    /** The packages of each of the entries; null for a directory. */
    private final List<JarPackages> packages = new ArrayList<>();

    private final Set<File> known = new HashSet<>();
    /** The entries that have not been examined, the examineNext one last. */
    private final List<File> remaining = new ArrayList<>();

    private ArchivedJars(List<String> classPath) {
        for (int i = classPath.size() - 1; i >= 0; i--) {
            String entry = classPath.get(i);
            remaining.add(new File(entry.isEmpty() ? WORKING_DIRECTORY : entry));
        }
    }

    /** The jars of a class path that an archive has, in its order; empty if there can be no archive. */
    static List<String> of(List<String> classPath) {
        ArchivedJars all = new ArchivedJars(classPath);
        List<String> jars = new ArrayList<>();
        try {
            String library = all.find(LIBRARY);
            if (library != null) {
                jars.add(library);
                // Newer JDKs can call native code without JNA.
                String jna = Runtime.version().feature() < FIRST_WITHOUT_JNA ? all.find(JNA) : null;
                if (jna != null && !jna.equals(library)) {
                    jars.add(jna);
                }
            }
        } catch (IOException e) {
            // An entry cannot be read or understood, so its packages are unknown.
        }
        return jars;
    }

    /** The class path with these jars first, and then the other entries in their order. */
    static List<String> first(List<String> jars, List<String> classPath) {
        List<String> all = new ArrayList<>(jars);
        for (String entry : classPath) {
            if (!jars.contains(entry)) {
                all.add(entry);
            }
        }
        return all;
    }

    /** The path of the jar; null if there is none, or it may not be moved to the front. */
    private String find(Part part) throws IOException {
        int at = 0;
        while (at < entries.size() || examineNext()) {
            File entry = entries.get(at);
            if (isIn(entry, at, part.home()) && holdsMarker(entry, part)) {
                return isMovable(part, at) ? entry.getPath() : null;
            }
            at++;
        }
        return null;
    }

    private boolean isMovable(Part part, int at) throws IOException {
        JarPackages own = packages.get(at);
        if (own == null) {
            return false;
        }
        // The first entry need not move, so it may have other packages too.
        if (at > 0 && (own.hasOthers() || !part.isRootOf(own.found()))) {
            return false;
        }
        for (int before = 0; before < at; before++) {
            for (String name : own.found()) {
                if (isIn(entries.get(before), before, name) && !hidesNothing(before, name, entries.get(at))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether an entry with files in a package of a jar hides none of that jar's files, such as a directory of tests. */
    private boolean hidesNothing(int at, String name, File jar) throws IOException {
        String[] files = packages.get(at) == null ? new File(entries.get(at), name).list() : null;
        if (files == null) {
            return false;
        }
        try (JarFile own = new JarFile(jar, false)) {
            if (own.isMultiRelease()) {
                return false;
            }
            for (String file : files) {
                ZipEntry same = own.getEntry(name + "/" + file);
                // getEntry finds directories too.
                if (same != null && !same.isDirectory()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean holdsMarker(File entry, Part part) throws IOException {
        if (entry.isDirectory()) {
            return new File(entry, part.marker() + ".class").isFile();
        }
        try (JarFile file = new JarFile(entry, false)) {
            return file.getEntry(part.marker() + ".class") != null;
        }
    }

    /** Whether an entry has files in a package. */
    private boolean isIn(File entry, int at, String name) {
        JarPackages ofJar = packages.get(at);
        return ofJar != null ? ofJar.found().contains(name) : new File(entry, name).isDirectory();
    }

    /** Examines the examineNext entry that exists; false if there is none. */
    private boolean examineNext() throws IOException {
        while (!remaining.isEmpty()) {
            File entry = remaining.remove(remaining.size() - 1);
            if (!known.add(entry)) {
                continue;
            }
            if (entry.isFile()) {
                entries.add(entry);
                packages.add(JarPackages.of(entry, LIBRARY.root(), JNA.root()));
                addNamedBy(entry);
                return true;
            } else if (entry.isDirectory()) {
                entries.add(entry);
                packages.add(null);
                return true;
            }
        }
        return false;
    }

    /** Adds the entries that a jar names in its manifest; they come right after the jar. */
    private void addNamedBy(File jar) throws IOException {
        try (JarFile file = new JarFile(jar, false)) {
            if (!mayName(file)) {
                return;
            }
            String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            String[] all = names == null ? new String[0] : names.trim().split(" +");
            for (int i = all.length - 1; i >= 0; i--) {
                URI address = jar.toURI().resolve(all[i]);
                remaining.add(new File(address));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("an address that names no file, in the manifest of " + jar, e);
        }
    }

    /** A quick check, since parsing a manifest takes far longer and few name other jars. */
    private static boolean mayName(JarFile jar) throws IOException {
        ZipEntry manifest = jar.getEntry(JarFile.MANIFEST_NAME);
        if (manifest == null) {
            return false;
        }
        try (InputStream in = jar.getInputStream(manifest)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = -1;
            do {
                if (text.regionMatches(true, end + 1, CLASS_PATH, 0, CLASS_PATH.length())) {
                    return true;
                }
                end = text.indexOf('\n', end + 1);
            } while (end >= 0);
            // Without line feeds, lines may end in carriage returns, which this does not understand.
            return text.indexOf('\n') < 0;
        }
    }
}
