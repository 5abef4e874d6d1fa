package dev.multiproc.launcher.job;

import java.io.File;
import java.io.IOException;
import java.util.List;

/**
 * Starts shells that read commands from their standard input. Where there is {@code setsid}, each has a session, and so a group of
 * processes, of its own: a Ctrl-C at the terminal does not reach it, and all that it starts can be signalled at once.
 */
final class ShellStart {
    private static final boolean HAS_GROUPS = isInPath("setsid");

    /** Signals that end the jobs of a shell, but not the shell. They are as ever for the jobs. */
    static final String SURVIVE = HAS_GROUPS
            ? "trap : HUP INT QUIT TERM USR1 USR2 ALRM PIPE\n"
            : "trap '' HUP INT\ntrap : QUIT TERM USR1 USR2 ALRM PIPE\n";

    private ShellStart() {}

    /** Whether the shell and what it starts are a group by the shell's pid. */
    static boolean hasGroups() {
        return HAS_GROUPS;
    }

    static Process start(ProcessBuilder.Redirect errors) throws IOException {
        List<String> command = HAS_GROUPS ? List.of("setsid", "sh") : List.of("sh");
        try {
            return new ProcessBuilder(command).redirectError(errors).start();
        } catch (IOException e) {
            throw new IOException("cannot start a shell for commands: " + e.getMessage(), e);
        }
    }

    private static boolean isInPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String directory : path.split(File.pathSeparator)) {
            if (!directory.isEmpty() && new File(directory, program).canExecute()) {
                return true;
            }
        }
        return false;
    }
}
