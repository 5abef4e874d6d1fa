package dev.multiproc.launcher.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A shell beside those that run jobs. It sends the signals that Java cannot send, and it ends all running jobs if this process is
 * killed: then its standard input ends.
 */
final class ShellGuard implements AutoCloseable {
    private final Set<Long> groups = new TreeSet<>();
    private Process shell;

    /** Has the group of a shell ended if this process is killed. */
    synchronized void add(long group) throws IOException {
        groups.add(group);
        arm();
    }

    synchronized void remove(long group) {
        groups.remove(group);
    }

    /**
     * Sends a signal, and returns when it was sent.
     *
     * @param signal its name without SIG
     * @param targets pids, and groups with a minus before their number
     */
    synchronized void signal(String signal, Collection<String> targets) throws IOException {
        String command = "kill -s " + signal + " -- " + String.join(" ", targets) + "; echo\n";
        try {
            send(command);
        } catch (IOException killed) {
            close();
            send(command);
        }
    }

    private void send(String command) throws IOException {
        if (shell == null) {
            arm();
        }
        write(command);
        if (shell.getInputStream().read() < 0) {
            throw new IOException("the shell that sends signals has ended");
        }
    }

    private void arm() throws IOException {
        if (shell == null) {
            shell = ShellStart.start(ProcessBuilder.Redirect.DISCARD);
            write(ShellStart.SURVIVE);
        }
        List<String> targets = groups.stream().map(group -> "-" + group).toList();
        String all = targets.stream().collect(Collectors.joining(" "));
        // Those that ignore the first signal have a second.
        write("trap 'kill -s TERM -- " + all + "; sleep 1; kill -s KILL -- " + all + "' EXIT\n");
    }

    private void write(String text) throws IOException {
        OutputStream commands = shell.getOutputStream();
        commands.write(ShellText.bytes(text));
        commands.flush();
    }

    /** Ends it without an effect on any job. */
    @Override
    public synchronized void close() {
        if (shell == null) {
            return;
        }
        try (OutputStream commands = shell.getOutputStream()) {
            commands.write(ShellText.bytes("trap - EXIT\nexit\n"));
        } catch (IOException endedBefore) {
            shell.destroyForcibly();
        }
        shell = null;
    }
}
