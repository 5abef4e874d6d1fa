package dev.multiproc.launcher.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output or standard error, for lines that several processes write to the same terminal, file or pipe. */
public enum StandardStream {
    /** Standard output. */
    OUT(1),
    /** Standard error. */
    ERR(2);

    private static final FileOutputStream STANDARD_OUTPUT = new FileOutputStream(FileDescriptor.out);
    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

    private final int number;

    StandardStream(int number) {
        this.number = number;
    }

    /**
     * Writes a line in UTF-8 with a single write, so that lines of several processes are never mixed.
     *
     * @param line the line, without a line break
     * @throws IOException if the reader has closed the pipe, or the disk is full
     */
    public void println(String line) throws IOException {
        print(line + "\n");
    }

    /** Writes text with a single write. */
    void print(String text) throws IOException {
        FileOutputStream stream = this == OUT ? STANDARD_OUTPUT : STANDARD_ERROR;
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (isBrokenPipe(e)) {
                throw e;
            }
            String name = this == OUT ? "standard output" : "standard error";
            throw new IOException("cannot write to " + name + ": " + e.getMessage(), e);
        }
    }

    /** Whether the reader has closed the pipe, as {@code head} does; this is not reported as an error. */
    public static boolean isBrokenPipe(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }

    /**
     * Writes a line that is not a result, in the same way, but ignores errors, so that the work does not fail because of it.
     *
     * @param line the line, without a line break
     */
    public void printlnIgnoringErrors(String line) {
        try {
            println(line);
        } catch (IOException ignored) {
            return;
        }
    }

    /** Writes text for a terminal, with a single write; ignores errors. */
    void printIgnoringErrors(String text) {
        try {
            print(text);
        } catch (IOException ignored) {
            return;
        }
    }

    /**
     * Whether this stream is known to go to a terminal. {@code System.console()} does not distinguish the two streams.
     *
     * @return true if it goes to a terminal, false if it does not or this is unknown
     */
    public boolean isTerminal() {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }
}
