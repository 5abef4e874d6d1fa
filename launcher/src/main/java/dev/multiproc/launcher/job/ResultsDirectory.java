package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The directory of {@code --results}: the standard output, the standard error and the sequence number of each job, as GNU parallel
 * has them, in {@code 1/ITEM/stdout}, {@code stderr} and {@code seq}. In the name of a directory, a slash of the item is
 * written {@code \_}, a backslash twice, and other bytes than printable ASCII {@code \n}, {@code \t}, {@code \0} or {@code \xHH}. A
 * long item is cut, and has a checksum at its end. Another run for the same item replaces the files.
 */
public final class ResultsDirectory {
    /** Of 255 bytes that most file systems allow. */
    private static final int MAX_NAME = 240;

    private final Path directory;

    /**
     * A directory that is made with the first job.
     *
     * @param directory where
     */
    public ResultsDirectory(Path directory) {
        this.directory = directory.resolve("1");
    }

    /** Makes the files of a job. */
    JobFiles create(Job job) throws IOException {
        try {
            Path own = Files.createDirectories(directory.resolve(name(job.item())));
            Files.writeString(own.resolve("seq"), job.sequence() + "\n");
            return new JobFiles(
                    Files.newOutputStream(own.resolve("stdout")), Files.newOutputStream(own.resolve("stderr")), own);
        } catch (IOException e) {
            throw new IOException("cannot write to the results directory " + directory + ": " + e, e);
        }
    }

    static String name(byte[] item) {
        StringBuilder name = new StringBuilder();
        for (byte b : item) {
            append(name, b & 0xff);
        }
        if (name.length() > MAX_NAME) {
            CRC32 checksum = new CRC32();
            checksum.update(item);
            String end = String.format(Locale.ROOT, "\\~%08x", checksum.getValue());
            return name.substring(0, MAX_NAME - end.length()) + end;
        }
        // Neither no name at all nor those of the directory itself and its parent.
        return name.isEmpty() ? "\\e" : name.toString().matches("\\.{1,2}") ? "\\" + name : name.toString();
    }

    private static void append(StringBuilder name, int b) {
        switch (b) {
            case '/' -> name.append("\\_");
            case '\\' -> name.append("\\\\");
            case '\t' -> name.append("\\t");
            case '\n' -> name.append("\\n");
            case 0 -> name.append("\\0");
            default -> {
                if (b >= ' ' && b < 0x7f) {
                    name.append((char) b);
                } else {
                    name.append(String.format(Locale.ROOT, "\\x%02x", b));
                }
            }
        }
    }

    /** The open files of one job. Keeps its first error. */
    static final class JobFiles implements JobOutput, AutoCloseable {
        private final OutputStream stdout;
        private final OutputStream stderr;
        private final Path directory;
        private volatile IOException failure;

        JobFiles(OutputStream stdout, OutputStream stderr, Path directory) {
            this.stdout = stdout;
            this.stderr = stderr;
            this.directory = directory;
        }

        @Override
        public void out(byte[] bytes, int offset, int length) {
            write(stdout, bytes, offset, length);
        }

        @Override
        public void err(byte[] bytes, int offset, int length) {
            write(stderr, bytes, offset, length);
        }

        private void write(OutputStream stream, byte[] bytes, int offset, int length) {
            try {
                stream.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
            }
        }

        /**
         * Closes the files.
         *
         * @throws IOException if not everything could be written
         */
        @Override
        public void close() throws IOException {
            try (stdout;
                    stderr) {
                if (failure != null) {
                    throw new IOException(
                            "cannot write to the results directory " + directory + ": " + failure.getMessage(),
                            failure);
                }
            }
        }
    }
}
