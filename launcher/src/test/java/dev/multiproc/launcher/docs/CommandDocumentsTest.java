package dev.multiproc.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiproc.launcher.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What is written by the build from the commands. */
class CommandDocumentsTest {
    @TempDir
    private Path directory;

    @Test
    void theDocumentIsThatOfTheseCommands() throws IOException {
        CommandFiles.main(new String[] {
            directory.resolve("help").toString(), directory.resolve("commands").toString(), "1.2.3"
        });
        String current = Files.readString(directory.resolve("commands/cli.md"));
        assertThat(Files.readString(Path.of("..", "docs", "cli.md")))
                .as("a command was changed and docs/cli.md was not; after the build:"
                        + " cp launcher/target/commands/cli.md docs/cli.md")
                .isEqualTo(current);
    }

    /** The start prints these texts without picocli. */
    @Test
    void theHelpInTheJarIsPicoclis() throws IOException {
        for (CommandLine command : all()) {
            String name = command.getCommandSpec().name();
            assertThat(help(name + ".txt")).isEqualTo(command.getUsageMessage(Ansi.OFF));
            assertThat(help(name + ".ansi.txt")).isEqualTo(command.getUsageMessage(Ansi.ON));
        }
    }

    @Test
    void eachCommandHasAnExampleAndAPageForMan() {
        for (CommandLine command : all()) {
            String page = ManPage.of(command, "1.2.3");
            String name = command.getCommandSpec().qualifiedName("-").replace("-", "\\-");
            assertThat(page)
                    .contains(".SH \"NAME\"\n" + name + " \\- ", ".SH \"SYNOPSIS\"", ".B \\-h, \\-\\-help")
                    .doesNotContain("%n", "${", "@|");
            assertThat(command.getUsageMessage(Ansi.OFF)).contains("  multiproc ");
        }
    }

    @Test
    void aLineThatLooksLikeARequestOfManIsText() {
        CommandLine command =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("odd"));
        command.getCommandSpec().usageMessage().description("Does a\\b.", ".so it begins", "100% of it");
        assertThat(ManPage.of(command, "1"))
                .contains("odd \\- Does a\\eb.\n", "\n\\&.so it begins\n", "\n100% of it\n");
    }

    private static List<CommandLine> all() {
        CommandLine root = Commands.line();
        List<CommandLine> all = new ArrayList<>(List.of(root));
        all.addAll(root.getSubcommands().values());
        return all;
    }

    private static String help(String file) throws IOException {
        try (InputStream text = Commands.class.getResourceAsStream("help/" + file)) {
            assertThat(text).as(file).isNotNull();
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
