package dev.multiproc.internal.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The pid of this process. Read from /proc where that exists, since {@link ProcessHandle} starts a thread pool and
 * loads 30 classes, which would delay the start of each child.
 */
public final class OwnPid {
    private static final Path STATUS = Path.of("/proc/self/status");
    /**
     * The last number of this line is the pid in this process's own pid namespace; the others are those of outer
     * namespaces.
     */
    private static final String LINE = "\nNSpid:";

    private static final int DECIMAL = 10;

    private static final long PID = find();

    private OwnPid() {}

    public static long get() {
        return PID;
    }

    private static long find() {
        long pid = 0;
        try {
            pid = last(PlainFiles.read(STATUS));
        } catch (IOException e) {
            // Another system, or /proc is not visible here.
        }
        return pid > 0 ? pid : ProcessHandle.current().pid();
    }

    /** The last number of the line; 0 if there is none. */
    static long last(byte[] status) {
        String text = new String(status, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(LINE);
        long number = 0;
        for (int at = start + LINE.length(); start >= 0 && at < text.length() && text.charAt(at) != '\n'; at++) {
            int digit = Character.digit(text.charAt(at), DECIMAL);
            if (digit < 0) {
                number = 0;
            } else {
                number = number * DECIMAL + digit;
            }
        }
        return number;
    }
}
