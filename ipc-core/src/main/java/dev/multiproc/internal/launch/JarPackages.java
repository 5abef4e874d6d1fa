package dev.multiproc.internal.launch;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * The packages of a jar that lie in some others, from its list of files. It is read as it is, and of most names the beginning only:
 * the jars of a program have some thousand files, and a JVM that has just begun takes microseconds for what it does to each.
 *
 * <pre>
 *  end of the list, the jar's last 22 bytes   list of files, for each
 *   0 4 signature                              0  4 signature
 *  10 2 number of files                       28  2 length of the name
 *  12 4 length of the list                    30  2 length of more
 *  16 4 place of the list                     32  2 length of a comment
 *  20 2 length of a comment                   46    the name
 * </pre>
 */
final class JarPackages {
    private static final int END_BYTES = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int COUNT_AT = 10;
    private static final int LENGTH_AT = 12;
    private static final int PLACE_AT = 16;
    private static final int COMMENT_AT = 20;
    /** Where a number stands in a larger form elsewhere. */
    private static final int ELSEWHERE = 0xffff;

    private static final int FILE_BYTES = 46;
    private static final int FILE_SIGNATURE = 0x02014b50;
    private static final int NAME_LENGTH_AT = 28;
    private static final int MORE_LENGTH_AT = 30;
    private static final int COMMENT_LENGTH_AT = 32;

    private static final byte[] OF_THE_JAR = bytes("META-INF/");
    private static final byte[] VERSIONS = bytes("META-INF/versions/");

    private final byte[] list;
    private final byte[][] roots;
    private final Set<String> found = new HashSet<>();
    private boolean hasOthers;

    private JarPackages(byte[] list, String[] roots) {
        this.list = list;
        this.roots = new byte[roots.length][];
        for (int i = 0; i < roots.length; i++) {
            this.roots[i] = bytes(roots[i] + "/");
        }
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads them.
     *
     * @param roots packages, with slashes
     * @throws IOException if it cannot be read, or is written in a way that is not known here
     */
    static JarPackages of(File jar, String... roots) throws IOException {
        JarPackages packages;
        int count;
        try (RandomAccessFile file = new RandomAccessFile(jar, "r")) {
            byte[] end = new byte[END_BYTES];
            file.seek(Math.max(0, file.length() - END_BYTES));
            file.readFully(end);
            count = u2(end, COUNT_AT);
            int length = i4(end, LENGTH_AT);
            int place = i4(end, PLACE_AT);
            if (i4(end, 0) != END_SIGNATURE
                    || u2(end, COMMENT_AT) != 0
                    || count == ELSEWHERE
                    || length < 0
                    || place < 0
                    || place + (long) length + END_BYTES != file.length()) {
                throw new ZipException("an unusual list of files, jar=" + jar);
            }
            packages = new JarPackages(new byte[length], roots);
            file.seek(place);
            file.readFully(packages.list);
        }
        packages.addAll(count, jar);
        return packages;
    }

    /** Those that lie in a root, and have files for any version of Java; with slashes, and without one at the end. */
    Set<String> found() {
        return found;
    }

    /** Whether it has files elsewhere, in a directory that is not of the jar itself. */
    boolean hasOthers() {
        return hasOthers;
    }

    private void addAll(int count, File jar) throws IOException {
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at + FILE_BYTES > list.length || i4(list, at) != FILE_SIGNATURE) {
                throw new ZipException("a damaged list of files, jar=" + jar);
            }
            int begin = at + FILE_BYTES;
            int end = begin + u2(list, at + NAME_LENGTH_AT);
            at = end + u2(list, at + MORE_LENGTH_AT) + u2(list, at + COMMENT_LENGTH_AT);
            if (at > list.length) {
                throw new ZipException("a damaged list of files, jar=" + jar);
            }
            add(begin, end);
        }
    }

    private void add(int begin, int end) {
        int from = begin;
        if (startsWith(VERSIONS, from, end)) {
            from = indexOfSlash(from + VERSIONS.length, end) + 1;
        } else if (startsWith(OF_THE_JAR, from, end)) {
            return;
        }
        for (byte[] root : roots) {
            if (startsWith(root, from, end)) {
                addFound(from, end);
                return;
            }
        }
        // Most have some, and to look for the last slash in each name would take the longest.
        hasOthers = hasOthers || isInDirectory(from, end);
    }

    private void addFound(int begin, int end) {
        int slash = end - 1;
        while (list[slash] != '/') {
            slash--;
        }
        // A directory's own name says nothing.
        if (slash != end - 1) {
            found.add(new String(list, begin, slash - begin, StandardCharsets.UTF_8));
        }
    }

    private boolean isInDirectory(int begin, int end) {
        return list[end - 1] != '/' && indexOfSlash(begin, end) < end;
    }

    private int indexOfSlash(int begin, int end) {
        int slash = begin;
        while (slash < end && list[slash] != '/') {
            slash++;
        }
        return slash;
    }

    private boolean startsWith(byte[] prefix, int begin, int end) {
        if (begin + prefix.length > end) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (list[begin + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int u2(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    private static int i4(byte[] bytes, int at) {
        return u2(bytes, at) | u2(bytes, at + 2) << 16;
    }
}
