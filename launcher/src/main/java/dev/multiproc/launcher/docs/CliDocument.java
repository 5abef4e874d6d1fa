package dev.multiproc.launcher.docs;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The document {@code docs/cli.md}: the help of all commands. */
final class CliDocument {
    private static final String FENCE = "```";

    private CliDocument() {}

    static String of(List<CommandLine> commands) {
        StringBuilder text = new StringBuilder("# The command line\n\n");
        text.append(
                        "Written by the build from the commands themselves, as `launcher/target/commands/cli.md`. After a change of a")
                .append(" command:\n\n")
                .append(FENCE)
                .append("\nmvn -q -pl launcher -am process-classes && cp launcher/target/commands/cli.md docs/cli.md\n")
                .append(FENCE)
                .append('\n');
        for (CommandLine command : commands) {
            text.append("\n## ")
                    .append(command.getCommandSpec().qualifiedName())
                    .append("\n\n")
                    .append(FENCE)
                    .append("text\n");
            command.getUsageMessage(Ansi.OFF).lines().forEach(line -> text.append(line.stripTrailing())
                    .append('\n'));
            text.append(FENCE).append('\n');
        }
        return text.toString();
    }
}
