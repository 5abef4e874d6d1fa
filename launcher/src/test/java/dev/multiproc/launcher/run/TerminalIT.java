package dev.multiproc.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiproc.launcher.MultiprocCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} shows on a real terminal, which tmux is. */
class TerminalIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private List<String> tmux(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("tmux", "-S", directory.resolve("tmux").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines().toList();
    }

    @AfterEach
    void end() throws Exception {
        tmux("kill-server");
    }

    private void start(String line, String... args) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tmux")), "there is no tmux here");
        List<String> words = MultiprocCommand.words(args);
        Path script = directory.resolve("script");
        StringBuilder command = new StringBuilder("set --");
        words.forEach(
                word -> command.append(" '").append(word.replace("'", "'\\''")).append('\''));
        Files.writeString(script, "unset CI\n" + command + "\n" + line + "\necho ended with $?\nsleep 60\n");
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "sh " + script);
    }

    private List<String> awaitScreen(String regex) {
        return await().atMost(LIMIT).until(() -> tmux("capture-pane", "-p"), screen -> screen.stream()
                .anyMatch(line -> line.matches(regex)));
    }

    @Test
    void theBarIsBelowWholeLinesAndGoesAtTheEnd() throws Exception {
        start(
                "seq 60 | \"$@\"",
                "run",
                "-c2",
                "--tag",
                "--consumer-cmd=sleep 0.05; printf 'half '; echo of {} 包子; printf '\\377'");

        List<String> screen = awaitScreen("\\[#+-*] \\d+%  made 60  done \\d+  in flight \\d+  depth \\d+ .* left");
        assertThat(screen)
                .filteredOn(line -> !line.isBlank() && !line.contains("made "))
                .allMatch(line -> line.matches("consumer-[12] \\| \uFFFD?half of \\d+ 包子"));

        List<String> end = awaitScreen("ended with 0");
        assertThat(end).noneMatch(line -> line.contains("in flight"));
        assertThat(end).anyMatch(line -> line.startsWith("total      60 items in "));
    }

    @Test
    void withLatestLineEachChildHasOne() throws Exception {
        start("\"$@\"", "run", "--ll", "-p1", "-c1", "-n60", "--lang=en", "--produce-time=0", "--consume-time=50ms");

        List<String> screen = awaitScreen("\\[#+-*] .*");
        assertThat(screen).filteredOn(line -> line.startsWith("egon1 made ")).hasSize(1);
        assertThat(screen).filteredOn(line -> line.startsWith("alex1 eats ")).hasSize(1);
        awaitScreen("ended with 0");
    }
}
