package dev.multiproc.launcher.top;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.launcher.output.StandardStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal of this process, without echo and line editing, with a screen of its own. However this process ends, except by
 * SIGKILL, the terminal is as it was before: closing restores it, and so does the exit of the JVM.
 *
 * <p>Used by one thread, beside the exit of the JVM.
 */
final class RawTerminal implements AutoCloseable {
    private static final File TERMINAL = new File("/dev/tty");
    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[0m\033[?25h\033[?1049l";
    /** A key that begins with an escape character, or any other character. */
    private static final Pattern KEY = Pattern.compile("\033[\\[O][0-9;]*.|.", Pattern.DOTALL);

    private static final int LIMIT_SECONDS = 5;

    private final FileInputStream keys;
    private final FileOutputStream screen = new FileOutputStream(FileDescriptor.out);
    private final String saved;
    private final Thread atExit = new Thread(this::restore, "multiproc-restore-terminal");
    /** What was typed and not asked for yet. */
    private String typed = "";

    private boolean isRestored;

    private RawTerminal(FileInputStream keys, String saved) {
        this.keys = keys;
        this.saved = saved;
    }

    /**
     * Takes the terminal.
     *
     * @throws MultiprocessingException if standard output is no terminal
     */
    static RawTerminal open() throws IOException, InterruptedException {
        if (!StandardStream.OUT.isTerminal() || !TERMINAL.canRead()) {
            throw new MultiprocessingException("standard output is no terminal: use --once, perhaps with --json");
        }
        String saved = stty("-g").strip();
        RawTerminal terminal = new RawTerminal(new FileInputStream(TERMINAL), saved);
        // The hook comes first: a signal may come at any time.
        Runtime.getRuntime().addShutdownHook(terminal.atExit);
        // A read returns at once when there is a key, and after a fifth of a second if there is none.
        String unused = stty("-icanon", "-echo", "-isig", "-ixon", "min", "0", "time", "2");
        terminal.write(ENTER);
        return terminal;
    }

    /**
     * Waits for a key for a fifth of a second at most.
     *
     * @return empty if none was pressed; several characters for keys such as the arrows
     */
    String key() throws IOException {
        if (typed.isEmpty()) {
            byte[] bytes = new byte[256];
            int length = keys.read(bytes);
            typed = length <= 0 ? "" : new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        Matcher first = KEY.matcher(typed);
        String key = first.lookingAt() ? first.group() : "";
        typed = typed.substring(key.length());
        return key;
    }

    /** Shows lines, which fit on the screen, in one write, so that nothing flickers. */
    void show(List<String> lines) throws IOException {
        StringBuilder frame = new StringBuilder("\033[H");
        for (int i = 0; i < lines.size(); i++) {
            frame.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append("\033[K");
        }
        write(frame.append("\033[J").toString());
    }

    private synchronized void write(String text) throws IOException {
        if (!isRestored) {
            screen.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        restore();
        keys.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException theJvmExits) {
            return;
        }
    }

    private synchronized void restore() {
        if (isRestored) {
            return;
        }
        try {
            write(LEAVE);
            isRestored = true;
            String unused = stty(saved);
        } catch (IOException terminalIsGone) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stty(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(words));
        Process stty = new ProcessBuilder(command)
                .redirectInput(TERMINAL)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!stty.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || stty.exitValue() != 0) {
            stty.destroyForcibly();
            throw new IOException("stty cannot use the terminal");
        }
        return output;
    }
}
