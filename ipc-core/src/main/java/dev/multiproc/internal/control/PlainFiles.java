package dev.multiproc.internal.control;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes whole files. Not by a channel, as {@code java.nio.file.Files} does: an interrupt would close it. */
public final class PlainFiles {
    private PlainFiles() {}

    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            OwnAccess.toFile(file.toFile());
            out.write(bytes);
        }
    }

    public static byte[] read(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }
}
