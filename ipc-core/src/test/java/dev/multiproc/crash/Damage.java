package dev.multiproc.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes copies of a session's directory, and damages them. */
final class Damage {
    private static final int BLOCK = 64 * 1024;

    private Damage() {}

    /** Copies a directory; what is zero in a file becomes a hole. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(
                            target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    copyFile(source, target);
                }
            }
        }
    }

    private static void copyFile(Path source, Path target) throws IOException {
        try (FileChannel in = FileChannel.open(source);
                RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
            long length = in.size();
            out.setLength(length);
            // The logs of these tests fill the begin of a long file.
            long used = Math.min(length, 6L * 1024 * 1024);
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (long at = 0; at < used; at += BLOCK) {
                block.clear();
                in.read(block, at);
                block.flip();
                if (hasContent(block)) {
                    out.getChannel().write(block, at);
                }
            }
        }
    }

    private static boolean hasContent(ByteBuffer block) {
        for (int i = 0; i + Long.BYTES <= block.limit(); i += Long.BYTES) {
            if (block.getLong(i) != 0) {
                return true;
            }
        }
        for (int i = block.limit() & -Long.BYTES; i < block.limit(); i++) {
            if (block.get(i) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Damages one file, or two; gives what was done. */
    static String inflict(Path session, Path older, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(session)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<Path> logs =
                files.stream().filter(file -> file.toString().endsWith(".cq4")).toList();
        Path file =
                switch (random.nextInt(3)) {
                    case 0 -> session.resolve("control");
                    case 1 -> logs.get(random.nextInt(logs.size()));
                    default -> files.get(random.nextInt(files.size()));
                };
        return session.relativize(file) + ": "
                + damage(file, older.resolve(session.relativize(file).toString()), random);
    }

    private static String damage(Path file, Path older, Random random) throws IOException {
        long length = Files.size(file);
        // Where something is: else most damage would hit a hole.
        long used = Math.min(length, 3L * 1024 * 1024);
        switch (random.nextInt(7)) {
            case 0 -> {
                long cut = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * used);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(cut);
                }
                return "cut to " + cut;
            }
            case 1 -> {
                Files.delete(file);
                return "deleted";
            }
            case 2 -> {
                if (Files.exists(older)) {
                    Files.delete(file);
                    copyFile(older, file);
                }
                return "an older copy";
            }
            case 3 -> {
                return overwrite(file, used, random, false);
            }
            case 4 -> {
                return overwrite(file, used, random, true);
            }
            default -> {
                return flip(file, used, random);
            }
        }
    }

    private static String overwrite(Path file, long used, Random random, boolean withNoise) throws IOException {
        if (used == 0) {
            return "empty";
        }
        long at = place(used, random);
        byte[] bytes = new byte[(int) Math.min(used - at, 1 + random.nextInt(random.nextBoolean() ? 16 : 8192))];
        if (withNoise) {
            random.nextBytes(bytes);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
        return (withNoise ? "noise" : "zeros") + " from " + at + " for " + bytes.length;
    }

    private static String flip(Path file, long used, Random random) throws IOException {
        if (used == 0) {
            return "empty";
        }
        StringBuilder done = new StringBuilder("flipped");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 1 + random.nextInt(random.nextBoolean() ? 1 : 64); i > 0; i--) {
                long at = place(used, random);
                int bit = random.nextInt(8);
                bytes.seek(at);
                int value = bytes.read();
                bytes.seek(at);
                bytes.write(value ^ 1 << bit);
                done.append(' ').append(at).append('.').append(bit);
            }
        }
        return done.toString();
    }

    /** Often near the begin of a file, of its pages, or of its tables, where the heads are. */
    private static long place(long used, Random random) {
        long any = (long) (random.nextDouble() * used);
        return switch (random.nextInt(3)) {
            case 0 -> any;
            case 1 -> Math.min(used - 1, random.nextInt(512));
            default -> Math.min(used - 1, (any & -1024) + random.nextInt(128));
        };
    }
}
