package dev.multiproc.launcher.docs;

import dev.multiproc.launcher.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes what can be made of the commands' own descriptions, when the project is built: the texts of {@code --help}, pages for man,
 * completions for shells, and {@code docs/cli.md}.
 */
public final class CommandFiles {
    private CommandFiles() {}

    /**
     * Writes the files.
     *
     * @param args the directory for the texts of help, which go into the jar; the directory for the others; the version
     * @throws IOException if they cannot be written
     */
    public static void main(String[] args) throws IOException {
        CommandLine root = Commands.line();
        Path helps = Path.of(args[0]);
        Path others = Path.of(args[1]);
        for (CommandLine command : all(root)) {
            String name = command.getCommandSpec().name();
            write(helps.resolve(name + ".txt"), command.getUsageMessage(Ansi.OFF));
            write(helps.resolve(name + ".ansi.txt"), command.getUsageMessage(Ansi.ON));
            write(others.resolve("man").resolve(ManPage.fileName(command)), ManPage.of(command, args[2]));
        }
        Path completions = others.resolve("completions");
        write(completions.resolve("multiproc.bash"), CompletionCommand.script(CompletionCommand.Shell.BASH, root));
        write(completions.resolve("multiproc.zsh"), CompletionCommand.script(CompletionCommand.Shell.ZSH, root));
        write(completions.resolve("multiproc.fish"), CompletionCommand.script(CompletionCommand.Shell.FISH, root));
        write(others.resolve("cli.md"), CliDocument.of(all(root)));
    }

    /** The command itself, then its subcommands. */
    private static List<CommandLine> all(CommandLine root) {
        List<CommandLine> all = new ArrayList<>(List.of(root));
        all.addAll(root.getSubcommands().values());
        return all;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.replace(System.lineSeparator(), "\n").getBytes(StandardCharsets.UTF_8));
    }
}
