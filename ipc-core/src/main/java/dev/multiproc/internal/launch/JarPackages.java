package dev.multiproc.internal.launch;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * The packages of a jar that are within certain root packages. Found by parsing the jar's list of files directly, and mostly only
 * the beginnings of names: a program's jars may have thousands of files, and a new JVM takes microseconds for each.
 *
 * <pre>
 *  end of the list, the jar's last 22 bytes   list of files, for each
 *   0 4 signature                              0  4 signature
 *  10 2 number of files                       28  2 length of the name
 *  12 4 length of the list                    30  2 length of the extra field
 *  16 4 position of the list                  32  2 length of a comment
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
    /** In place of a count that is stored elsewhere because it needs more bytes. */
    private static final int COUNT_STORED_ELSEWHERE = 0xffff;

    private static final int FILE_BYTES = 46;
    private static final int FILE_SIGNATURE = 0x02014b50;
    private static final int NAME_LENGTH_AT = 28;
    private static final int EXTRA_LENGTH_AT = 30;
    private static final int COMMENT_LENGTH_AT = 32;

    private static final byte[] META_INF = bytes("META-INF/");
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
     * Reads a jar's packages.
     *
     * @param roots the root packages, with slashes
     * @throws IOException if the jar cannot be read, or has a form that this parser does not support
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
                    || count == COUNT_STORED_ELSEWHERE
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

    /** The packages within the roots that have files, also those for certain Java versions; with slashes, but none at the end. */
    Set<String> found() {
        return found;
    }

    /** Whether the jar has files in directories outside the roots, other than {@code META-INF}. */
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
            at = end + u2(list, at + EXTRA_LENGTH_AT) + u2(list, at + COMMENT_LENGTH_AT);
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
        } else if (startsWith(META_INF, from, end)) {
            return;
        }
        for (byte[] root : roots) {
            if (startsWith(root, from, end)) {
                addFound(from, end);
                return;
            }
        }
        // Only until the first such file is found: searching each name for a slash would take most of the time.
        hasOthers = hasOthers || isInDirectory(from, end);
    }

    private void addFound(int begin, int end) {
        int slash = end - 1;
        while (list[slash] != '/') {
            slash--;
        }
        // The entry of a directory itself is not a file.
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
