package dev.multiproc.internal.launch;

import dev.multiproc.ChildOutput;
import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.Journal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The output of one child that does not write to where this process writes.
 *
 * <p><b>Threads</b>: {@link #begin} comes first; then it is safe for use by many threads.
 */
public final class OutputCapture {
    /** With these a child writes UTF-8, also on JDK 17. */
    private static final List<String> UTF_8 = List.of(
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Dsun.stdout.encoding=UTF-8",
            "-Dsun.stderr.encoding=UTF-8");

    private final ChildOutput output;
    private final String child;
    /** How much the file held when the child started. */
    private long beginBytes;
    /** Null unless there is a consumer of lines, and the child has started. */
    private volatile LinesOfChild lines;

    private OutputCapture(ChildOutput output, String child) {
        this.output = output;
        this.child = child;
    }

    /** For a child; empty if it inherits this process's output. */
    public static Optional<OutputCapture> of(ChildOutput output, String child) {
        return output.kind() == ChildOutput.Kind.INHERIT
                ? Optional.empty()
                : Optional.of(new OutputCapture(output, child));
    }

    /** Flags for a JVM with this output. */
    public List<String> flags() {
        return output.kind() == ChildOutput.Kind.LINES ? UTF_8 : List.of();
    }

    /** Sends a process's output to where it is to go. */
    public void redirect(ProcessBuilder builder) {
        switch (output.kind()) {
            case LINES ->
                builder.redirectOutput(ProcessBuilder.Redirect.PIPE).redirectError(ProcessBuilder.Redirect.PIPE);
            case DISCARD ->
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
            case FILE ->
                builder.redirectErrorStream(true)
                        .redirectOutput(output.file().orElseThrow().toFile());
            case APPEND ->
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                output.file().orElseThrow().toFile()));
            default -> throw new IllegalArgumentException("output=" + output);
        }
    }

    /** Whether a process that was started for another output can be used for this one. */
    public boolean fits(OutputCapture other) {
        return output.kind() == other.output.kind() && output.file().equals(other.output.file()) && fitsMany();
    }

    /** Whether a process can be started before it is known for which child. Each that replaces a file empties it. */
    public boolean fitsMany() {
        return output.kind() != ChildOutput.Kind.FILE;
    }

    /**
     * Starts a process with this output.
     *
     * @throws MultiprocessingException if the file cannot be written
     */
    public Process start(ProcessBuilder builder) throws IOException {
        redirect(builder);
        if (output.kind() == ChildOutput.Kind.APPEND) {
            beginBytes = output.file().orElseThrow().toFile().length();
        }
        try {
            return builder.start();
        } catch (IOException e) {
            if (e.getCause() instanceof FileNotFoundException) {
                throw new MultiprocessingException(
                        "cannot write the output of child process " + child + ", path="
                                + output.file().orElseThrow(),
                        e.getCause());
            }
            throw e;
        }
    }

    /**
     * Begins to read what a process writes, if somebody wants its lines. If that fails, the process is ended.
     *
     * @param reading has this object in it until no more lines come
     */
    public void begin(Process process, Set<OutputCapture> reading) {
        if (output.kind() != ChildOutput.Kind.LINES) {
            return;
        }
        boolean isReading = false;
        reading.add(this);
        try {
            lines = new LinesOfChild(child, process, output.consumer().orElseThrow(), () -> reading.remove(this));
            lines.begin();
            isReading = true;
        } finally {
            if (!isReading) {
                stop();
                reading.remove(this);
                EndWatch.await(process.destroyForcibly());
            }
        }
    }

    /** Called when the child has ended: waits until the consumer has had all that it wrote, but not for ever. */
    public void awaitConsumed() {
        LinesOfChild reading = lines;
        if (reading != null) {
            reading.awaitConsumed();
        }
    }

    /** Whether it can be known what the child wrote. */
    public boolean isKnown() {
        return output.kind() != ChildOutput.Kind.DISCARD;
    }

    /** What the child wrote last; nothing if that is not known. */
    public List<String> lastLines() {
        LinesOfChild reading = lines;
        if (reading != null) {
            return reading.lastLines();
        }
        if (output.file().isEmpty()) {
            return List.of();
        }
        try {
            return LastLines.ofFile(output.file().get(), beginBytes);
        } catch (IOException e) {
            Journal.warn(OutputCapture.class, "cannot read the output of child process " + child, e);
            return List.of();
        }
    }

    /** From now on the consumer gets nothing. */
    public void stop() {
        LinesOfChild reading = lines;
        if (reading != null) {
            reading.stop();
        }
    }
}
