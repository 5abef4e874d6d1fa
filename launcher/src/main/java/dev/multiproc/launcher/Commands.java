package dev.multiproc.launcher;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The commands as picocli knows them; apart from {@link Main}, which a JVM should load without picocli. */
public final class Commands {
    private Commands() {}

    /**
     * The command {@code multiproc} with all others below it, whose results and errors go to the standard streams.
     *
     * @return a new command line
     */
    public static CommandLine line() {
        CommandLine root = new CommandLine(new Main());
        for (CommandLine command : root.getSubcommands().values()) {
            command.getCommandSpec().versionProvider(new ManifestVersion());
        }
        return root.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(ErrorHandlers::wrongArguments)
                .setExecutionExceptionHandler(ErrorHandlers::failure);
    }
}
