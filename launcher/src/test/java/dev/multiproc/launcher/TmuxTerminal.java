package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/** A real terminal for tests: a server of tmux with one window. */
public final class TmuxTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path socket;

    private TmuxTerminal(Path socket) {
        this.socket = socket;
    }

    /**
     * Opens a terminal in which a command of the shell runs. Skips the test where there is no tmux.
     *
     * @param directory for the terminal's socket
     */
    public static TmuxTerminal open(Path directory, int columns, int rows, String command)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(isThere(), "there is no tmux on this machine, so nothing was tried in a terminal");
        TmuxTerminal terminal =
                new TmuxTerminal(directory.resolve(UUID.randomUUID().toString().substring(0, 8)));
        terminal.call(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                command);
        return terminal;
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("tmux", "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Presses keys, named as tmux does: q, Enter, Tab, C-c. */
    public void press(String... keys) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("send-keys", "--"));
        words.addAll(List.of(keys));
        call(words.toArray(new String[0]));
    }

    public void resize(int columns, int rows) throws IOException, InterruptedException {
        call("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** The lines on the screen, without those that are empty at its end. */
    public List<String> screen() throws IOException, InterruptedException {
        return call("capture-pane", "-p").stripTrailing().lines().toList();
    }

    /** Waits until a line of the screen is as wished. Returns the screen. */
    public List<String> await(Predicate<String> line) {
        return awaitScreen(lines -> lines.stream().anyMatch(line));
    }

    /** Waits until the screen is as wished, and returns it. */
    public List<String> awaitScreen(Predicate<List<String>> wished) {
        List<String> last = new ArrayList<>();
        try {
            return Awaitility.await()
                    .atMost(LIMIT)
                    .until(
                            () -> {
                                last.clear();
                                last.addAll(screen());
                                return List.copyOf(last);
                            },
                            wished);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the screen is:\n" + String.join("\n", last), e);
        }
    }

    private String call(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        words.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        Process tmux = builder.start();
        tmux.getOutputStream().close();
        String output = new String(tmux.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tmux.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(tmux.exitValue()).as(output).isZero();
        return output;
    }

    /** Ends what still runs in it. */
    @Override
    public void close() throws IOException, InterruptedException {
        Process end = new ProcessBuilder("tmux", "-S", socket.toString(), "kill-server")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(end.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
