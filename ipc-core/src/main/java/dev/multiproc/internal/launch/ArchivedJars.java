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
 * The jars that an archive of classes is of: those that a child loads classes of before its first item. The JVM uses an archive
 * where they come first on the class path, whatever follows. So they come first on a child's, if that changes nothing: of their
 * packages, a jar that stood before one of them may hold none, and a directory no file of the same name. In doubt there are none,
 * and each stays in its place.
 */
final class ArchivedJars {
    private static final int FIRST_WITHOUT_JNA = 22;
    private static final String CLASS_PATH = "Class-Path:";
    /** What an empty entry means. */
    private static final String WORKING_DIRECTORY = ".";

    /**
     * One of them.
     *
     * @param marker a class in it
     * @param root the package that all of its packages are in
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

    /** What the class path is made of, also what its jars name in their manifests, as far as it was looked at. */
    private final List<File> entries = new ArrayList<>();

    /** Of each entry; null for a directory. */
    private final List<JarPackages> packages = new ArrayList<>();

    private final Set<File> known = new HashSet<>();
    /** Those entries that have not been looked at, the next one last. */
    private final List<File> left = new ArrayList<>();

    private ArchivedJars(List<String> classPath) {
        for (int i = classPath.size() - 1; i >= 0; i--) {
            String entry = classPath.get(i);
            left.add(new File(entry.isEmpty() ? WORKING_DIRECTORY : entry));
        }
    }

    /** Those of a class path, in the order in which an archive has them; empty if there can be none. */
    static List<String> of(List<String> classPath) {
        ArchivedJars all = new ArchivedJars(classPath);
        List<String> jars = new ArrayList<>();
        try {
            String library = all.find(LIBRARY);
            if (library != null) {
                jars.add(library);
                // From then on the JDK calls native code by itself.
                String jna = Runtime.version().feature() < FIRST_WITHOUT_JNA ? all.find(JNA) : null;
                if (jna != null && !jna.equals(library)) {
                    jars.add(jna);
                }
            }
        } catch (IOException e) {
            // One that cannot be read, or understood: what it holds is not known.
        }
        return jars;
    }

    /** The class path with these first, and the others in their order. */
    static List<String> first(List<String> jars, List<String> classPath) {
        List<String> all = new ArrayList<>(jars);
        for (String entry : classPath) {
            if (!jars.contains(entry)) {
                all.add(entry);
            }
        }
        return all;
    }

    /** The jar; null if there is none, or it may not come first. */
    private String find(Part part) throws IOException {
        int at = 0;
        while (at < entries.size() || next()) {
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
        // What stands first stays in its place, whatever it holds.
        if (at > 0 && (own.hasOthers() || !part.isRootOf(own.found()))) {
            return false;
        }
        for (int before = 0; before < at; before++) {
            for (String name : own.found()) {
                if (isIn(entries.get(before), before, name) && !isBeside(before, name, entries.get(at))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether an entry with files in a package of a jar hides none of that jar's: so it is with tests of the same package. */
    private boolean isBeside(int at, String name, File jar) throws IOException {
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
                // It finds a directory, too.
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

    /** Looks at the next entry that is there; false if there is none. */
    private boolean next() throws IOException {
        while (!left.isEmpty()) {
            File entry = left.remove(left.size() - 1);
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

    /** What a jar names in its manifest comes behind it. */
    private void addNamedBy(File jar) throws IOException {
        try (JarFile file = new JarFile(jar, false)) {
            if (!mayName(file)) {
                return;
            }
            String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            String[] all = names == null ? new String[0] : names.trim().split(" +");
            for (int i = all.length - 1; i >= 0; i--) {
                URI address = jar.toURI().resolve(all[i]);
                left.add(new File(address));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("an address that names no file, in the manifest of " + jar, e);
        }
    }

    /** To read a manifest as such takes far longer, and few name any. */
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
            // The other way to end a line, which nobody uses.
            return text.indexOf('\n') < 0;
        }
    }
}
