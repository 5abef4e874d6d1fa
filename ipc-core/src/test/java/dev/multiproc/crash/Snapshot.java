package dev.multiproc.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** All files of a directory: their names, lengths and contents. */
final class Snapshot {
    private static final int BLOCK = 64 * 1024;

    private Snapshot() {}

    /** What can be compared with another time's. Content is looked at to some length, behind which these files are empty. */
    static Map<String, String> of(Path directory, long length) throws IOException {
        Map<String, String> snapshot = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                String name = directory.relativize(path).toString();
                snapshot.put(name, Files.isDirectory(path) ? "directory" : content(path, length));
            }
        }
        return snapshot;
    }

    private static String content(Path path, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] block = new byte[BLOCK];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long left = length;
            for (int count = file.read(block); count > 0 && left > 0; count = file.read(block)) {
                checksum.update(block, 0, count);
                left -= count;
            }
            return file.length() + " bytes, " + Long.toHexString(checksum.getValue());
        }
    }
}
