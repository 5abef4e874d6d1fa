package dev.multiproc.launcher.agent;

import dev.multiproc.ChildOptions;
import dev.multiproc.Options;
import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.output.StandardStream;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc agent}: starts children on this machine for programs on others. */
@Command(
        name = "agent",
        customSynopsis = "multiproc agent [OPTIONS] ADDRESS",
        description = {
            "Starts children on this machine for programs on other hosts that use the same session at a Redis or Valkey server, and"
                    + " ask for this host or any: ChildOptions.on, PoolOptions.onAny.",
            "Names of classes and data travel, never code: the program's jar has to be on --classpath here, and the same on all hosts."
                    + " But whoever can write to the server can run what is on the class path: see that nobody else can reach it.",
            "What children write comes out here. They end with the agent, and a daemon ends when the program that wanted it is gone."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc agent 'redis://server/0?session=app' --classpath app.jar",
            "  multiproc agent 'rediss://server/0?session=app' -cp app.jar --name b --max 8",
            "",
            "User and password are best given in MULTIPROC_REDIS_USER and",
            "MULTIPROC_REDIS_PASSWORD.",
            "",
            "Exit codes:",
            "  1         the server cannot be reached, or another agent has the name",
            "  2         wrong arguments",
            "  130, 143  interrupted by SIGINT (Ctrl-C), SIGTERM: the children are ended",
            "            by SIGTERM, and killed if they are still there after five seconds"
        })
public final class AgentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ADDRESS",
            description =
                    "The session: redis://HOST:PORT/DATABASE?session=NAME (default: MULTIPROC_AT in the environment).")
    private String address;

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "What programs call this host (default: its own name).")
    private String name;

    @Option(
            names = "--max",
            paramLabel = "N",
            description =
                    "How many children it has at most (default: 1000). Those for any host go to the agent with the fewest.")
    private Integer most;

    @Option(
            names = {"--classpath", "-cp"},
            paramLabel = "PATH",
            description = "Where the programs' classes are: jars and directories, separated as for java.")
    private String classPath;

    @Override
    public Integer call() throws Exception {
        ChildOptions children = ChildOptions.defaults().withClassPath(entries().toArray(new Path[0]));
        Options options = Options.defaults().withChildOptions(children);
        URI at = address();
        try {
            AgentRun.run(at, options, name, most, AgentCommand::tell);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
        return ExitCode.CHECK_FAILED;
    }

    private static void tell(String line) {
        StandardStream.ERR.printlnIgnoringErrors("multiproc: " + line);
    }

    private ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private URI address() {
        String text = address != null ? address : System.getenv("MULTIPROC_AT");
        if (text == null || text.isEmpty()) {
            throw invalid("Missing ADDRESS: say which session, for example redis://server/0?session=app");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Without the text, which may hold a password.
            throw invalid("ADDRESS is none: " + e.getReason() + ", at character " + e.getIndex());
        }
    }

    private List<Path> entries() {
        List<Path> entries = new ArrayList<>();
        for (String entry : classPath == null ? new String[0] : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!Files.isReadable(path)) {
                throw invalid("--classpath has " + entry + ", which cannot be read");
            }
            entries.add(path);
        }
        return entries;
    }
}
