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
 * Whether an archive is as it was made. The JVM checks that one fits and not that it is whole, and a child that maps a damaged one
 * dies before it can say so. To read it all takes some milliseconds, so each JVM does that once for each file.
 */
final class ArchiveCheck {
    private static final int BUFFER_BYTES = 256 * 1024;
    /** Those that were found whole. */
    private static final Map<Path, Stamp> WHOLE = new ConcurrentHashMap<>();

    /** What changes when another file takes its place. */
    private record Stamp(FileTime modified, long size, Object key) {
        /** By hand: what the JVM makes for a record takes it 50 classes. */
        boolean isSame(Stamp other) {
            return modified.equals(other.modified) && size == other.size && Objects.equals(key, other.key);
        }
    }

    private ArchiveCheck() {}

    /** What is to be written beside an archive when it is made. */
    static String checksum(Path archive) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        long length = 0;
        // Not a channel: an interrupt would close it.
        try (FileInputStream in = new FileInputStream(archive.toFile())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
                length += read;
            }
        }
        return Long.toHexString(checksum.getValue()) + " " + length;
    }

    /** Whether it is known to be whole, without a look into it. */
    static boolean isKnown(Path archive) {
        try {
            Stamp known = WHOLE.get(archive);
            return known != null && stamp(archive).isSame(known);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Compares it with its checksum.
     *
     * @param checksumFile what was written beside it
     */
    static boolean isWhole(Path archive, Path checksumFile) {
        try {
            Stamp stamp = stamp(archive);
            boolean isWhole = Files.readString(checksumFile).equals(checksum(archive));
            if (isWhole) {
                WHOLE.put(archive, stamp);
            }
            return isWhole;
        } catch (IOException e) {
            // It has no checksum, or cannot be read.
            return false;
        }
    }

    private static Stamp stamp(Path archive) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(archive, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
}
