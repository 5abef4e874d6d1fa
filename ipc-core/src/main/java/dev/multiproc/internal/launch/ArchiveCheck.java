package dev.multiproc.internal.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * Checks whether an archive is undamaged. The JVM checks only that an archive fits, and a child that maps a damaged one crashes
 * before it can report anything. Reading the whole file takes some milliseconds, so each JVM checks each file once.
 */
final class ArchiveCheck {
    private static final int BUFFER_BYTES = 256 * 1024;
    /** The archives that were found undamaged. */
    private static final Map<Path, Stamp> UNDAMAGED = new ConcurrentHashMap<>();

    /** What tells one version of a file from another. */
    private record Stamp(FileTime modified, long size, Object key) {
        /** Used in place of equals: the equals that the JVM generates for a record makes it load 50 classes. */
        boolean isSame(Stamp other) {
            return modified.equals(other.modified) && size == other.size && Objects.equals(key, other.key);
        }
    }

    private ArchiveCheck() {}

    /** The text to write to the checksum file when an archive is made. */
    static String checksum(Path archive) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        long length = 0;
        // A stream, since an interrupt would close a channel.
        try (FileInputStream in = new FileInputStream(archive.toFile())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
                length += read;
            }
        }
        return Long.toHexString(checksum.getValue()) + " " + length;
    }

    /** Whether an archive is known to be undamaged, without reading it. */
    static boolean isKnown(Path archive) {
        try {
            Stamp known = UNDAMAGED.get(archive);
            return known != null && stamp(archive).isSame(known);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Compares an archive with its checksum.
     *
     * @param checksumFile the file with the checksum
     */
    static boolean isWhole(Path archive, Path checksumFile) {
        try {
            Stamp stamp = stamp(archive);
            boolean isWhole = Files.readString(checksumFile).equals(checksum(archive));
            if (isWhole) {
                UNDAMAGED.put(archive, stamp);
            }
            return isWhole;
        } catch (IOException e) {
            // The archive or its checksum cannot be read.
            return false;
        }
    }

    private static Stamp stamp(Path archive) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(archive, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
}
