package dev.multiproc.launcher.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process's standard output or standard error, for lines that many processes write to the same place. */
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
     * Writes a line in UTF-8 with a single write, so that lines of several processes never tear.
     *
     * @param line without its line end
     * @throws IOException if nobody can read it any more, or there is no room for it
     */
    public void println(String line) throws IOException {
        FileOutputStream stream = this == OUT ? STANDARD_OUTPUT : STANDARD_ERROR;
        try {
            stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (isBrokenPipe(e)) {
                throw e;
            }
            String name = this == OUT ? "standard output" : "standard error";
            throw new IOException("cannot write to " + name + ": " + e.getMessage(), e);
        }
    }

    /** Whether nobody wants to read any more, as behind {@code head}: no trouble to speak of. */
    public static boolean isBrokenPipe(IOException trouble) {
        return "Broken pipe".equals(trouble.getMessage());
    }

    /**
     * Writes a line that is no result, in the same way. Where it cannot be written it is not: the work is not to fail of it.
     *
     * @param line without its line end
     */
    public void tell(String line) {
        try {
            println(line);
        } catch (IOException nobodyHears) {
            return;
        }
    }

    /**
     * Whether a person reads along, as far as can be told: {@code System.console()} does not tell one stream from another.
     *
     * @return true if the stream is known to go to a terminal
     */
    public boolean isTerminal() {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException notToBeKnown) {
            return false;
        }
    }
}
