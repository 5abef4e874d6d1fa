package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The file of {@code --joblog}: a line for each job that has ended, with the columns of GNU parallel. Each line is written at
 * once, with one write, behind what is there.
 *
 * <p><b>Threads</b>: safe for use by many.
 */
public final class JobLog implements AutoCloseable {
    private static final String HEADER = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";
    /** GNU parallel's exit value of a job that was ended. */
    private static final int ENDED = -1;

    private static final double MILLIS = 1_000;
    private static final double NANOS = 1_000_000_000;

    private final Path file;
    private final OutputStream stream;

    /**
     * Opens the file, or makes it.
     *
     * @throws IOException if it cannot be written; the message says which file and why
     */
    public JobLog(Path file) throws IOException {
        this.file = file;
        stream = open();
        if (Files.size(file) == 0) {
            write(HEADER);
        }
    }

    private OutputStream open() throws IOException {
        try {
            return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot write to the job log " + file + ": its directory does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot write to the job log " + file + ": permission denied", e);
        }
    }

    /**
     * Appends a line.
     *
     * @param result how the job ended
     * @param command its command; a line break in it becomes a NUL, as in GNU parallel's
     */
    public void add(JobResult result, String command) throws IOException {
        double startSeconds = result.start().toEpochMilli() / MILLIS;
        double seconds = result.time().toNanos() / NANOS;
        int exitValue = result.end() == JobEnd.BY_ITSELF ? result.exitCode() : ENDED;
        write(String.format(
                Locale.ROOT,
                "%d\t:\t%.3f\t%10.3f\t0\t%d\t%d\t%d\t%s\n",
                result.job().sequence(),
                startSeconds,
                seconds,
                result.outputBytes(),
                exitValue,
                result.signal(),
                command.replace('\n', '\0')));
    }

    private void write(String line) throws IOException {
        try {
            stream.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException("cannot write to the job log " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
