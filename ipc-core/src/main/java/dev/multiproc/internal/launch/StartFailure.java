package dev.multiproc.internal.launch;

import dev.multiproc.ChildFailedException;
import dev.multiproc.MultiprocessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds out why a child's JVM ended before it joined its session. If the child inherited the parent's output, the library cannot
 * read what it wrote. So a JVM is started once more with the same command but nothing to do, and its output is read.
 */
public final class StartFailure {
    private static final int LINES = 20;
    private static final long LIMIT_SECONDS = 10;
    private static final int INTERRUPT = -2;
    private static final int HANG_UP = -1;
    private static final int TERMINATE = -15;

    private StartFailure() {}

    /** The exception for the {@link dev.multiproc.ChildProcess#failure()} of a child whose output is not known. */
    public static ChildFailedException of(ProcessBuilder command, String name, int exitCode) {
        return of(name, exitCode, "started again it says", exitCode < 0 ? "" : output(command), List.of());
    }

    /** The same for one whose output is known. */
    public static ChildFailedException of(String name, int exitCode, List<String> lastLines) {
        return of(name, exitCode, "it says", String.join(System.lineSeparator(), lastLines), lastLines);
    }

    private static ChildFailedException of(
            String name, int exitCode, String says, String printed, List<String> lastLines) {
        String what = exitCode < 0 ? "was ended by signal " + -exitCode : "ended (" + exitCode + ")";
        String message = "the JVM of child process " + name + " " + what + " before it joined the session"
                + (printed.isEmpty() ? "" : "; " + says + ": " + printed);
        return new ChildFailedException(message, new MultiprocessingException(message), printed, exitCode, lastLines);
    }

    /** Whether the exit code is that of a signal that users send to all processes at once, which need not be reported. */
    public static boolean isExpected(int exitCode) {
        return exitCode == INTERRUPT || exitCode == HANG_UP || exitCode == TERMINATE;
    }

    private static String output(ProcessBuilder command) {
        Process process;
        try {
            process = command.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .start();
        } catch (IOException e) {
            return e.toString();
        }
        killAfterLimit(process);
        Deque<String> lines = new ArrayDeque<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.addLast(line);
                if (lines.size() > LINES) {
                    lines.removeFirst();
                }
            }
        } catch (IOException e) {
            lines.addLast(e.toString());
        } finally {
            process.destroyForcibly();
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void killAfterLimit(Process process) {
        Thread limit = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        process.destroyForcibly();
                    }
                },
                "multiproc-start-failure");
        limit.setDaemon(true);
        limit.start();
    }
}
