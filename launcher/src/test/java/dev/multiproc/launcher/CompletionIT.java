package dev.multiproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts; that for bash in a real bash. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no bash")
class CompletionIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
        MultiprocCommand script = MultiprocCommand.run(LIMIT, "completion", "bash");
        assertThat(script.exitCode()).as(script.toString()).isZero();
        Path file = Files.write(directory.resolve("completion.bash"), script.stdout());
        try (TmuxTerminal terminal = TmuxTerminal.open(directory, 120, 20, "PS1='$ ' exec bash --norc --noprofile")) {
            terminal.await(line -> line.startsWith("$"));
            terminal.press("source " + file, "Enter", "clear", "Enter");
            terminal.awaitScreen(lines -> lines.equals(List.of("$")));
            terminal.press("multiproc ins", "Tab");
            terminal.await(line -> line.equals("$ multiproc inspect"));
            terminal.press("--js", "Tab");
            terminal.await(line -> line.equals("$ multiproc inspect --json"));
            terminal.press("C-u", "multiproc run --queue jo", "Tab");
            terminal.await(line -> line.equals("$ multiproc run --queue joinable"));
        }
    }

    @Test
    void fishGetsALineForEachCommandAndOption() throws IOException, InterruptedException {
        MultiprocCommand script = MultiprocCommand.run(LIMIT, "completion", "fish");
        assertThat(script.stdout())
                .anyMatch(
                        line -> line.startsWith("complete -c multiproc -n '__fish_use_subcommand' -f -a 'inspect' -d "))
                .anyMatch(line ->
                        line.startsWith("complete -c multiproc -n '__fish_seen_subcommand_from stop' -l now -d "))
                .anyMatch(line -> line.contains("__fish_seen_subcommand_from run' -l queue -r -f -a 'joinable plain'"));
    }

    @Test
    void anotherShellIsRefused() throws IOException, InterruptedException {
        MultiprocCommand other = MultiprocCommand.run(LIMIT, "completion", "tcsh");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.stderr()).first().asString().endsWith("'tcsh' is none of bash, zsh, fish");
    }
}
