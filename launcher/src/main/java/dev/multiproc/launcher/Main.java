package dev.multiproc.launcher;

import dev.multiproc.launcher.agent.AgentCommand;
import dev.multiproc.launcher.bench.BenchCommand;
import dev.multiproc.launcher.demo.DemoCommand;
import dev.multiproc.launcher.docs.CompletionCommand;
import dev.multiproc.launcher.doctor.DoctorCommand;
import dev.multiproc.launcher.inspect.InspectCommand;
import dev.multiproc.launcher.inspect.ListCommand;
import dev.multiproc.launcher.inspect.StopCommand;
import dev.multiproc.launcher.queue.GetCommand;
import dev.multiproc.launcher.queue.HistoryCommand;
import dev.multiproc.launcher.queue.PutCommand;
import dev.multiproc.launcher.queue.WorkCommand;
import dev.multiproc.launcher.run.RunCommand;
import dev.multiproc.launcher.top.TopCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code multiproc}. */
@Command(
        name = "multiproc",
        description = "Python's multiprocessing for Java: child JVMs that share queues.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            ListCommand.class,
            InspectCommand.class,
            PutCommand.class,
            GetCommand.class,
            WorkCommand.class,
            HistoryCommand.class,
            BenchCommand.class,
            AgentCommand.class,
            TopCommand.class,
            StopCommand.class,
            CleanCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Results go to standard output, all else to standard error.",
            "@FILE reads options from a file.",
            "",
            "Examples:",
            "  multiproc run --producers 3 --consumers 2",
            "  multiproc run --help"
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /**
     * Runs the command line and exits with its exit code.
     *
     * @param args the words after {@code multiproc}
     */
    public static void main(String[] args) {
        CheckedOutput out = new CheckedOutput(FileDescriptor.out);
        System.setOut(utf8(out));
        System.setErr(utf8(new FileOutputStream(FileDescriptor.err)));
        int exitCode = FastPath.tryAnswer(args, System.out)
                ? ExitCode.DONE
                : Commands.line().execute(literalBehindDashes(args));
        System.exit(out.exitCode(exitCode));
    }

    /** Escapes words behind {@code --} that begin with @, which are no names of files with options. */
    private static String[] literalBehindDashes(String[] args) {
        String[] literal = args.clone();
        int dashes = Arrays.asList(args).indexOf("--");
        for (int i = dashes + 1; dashes >= 0 && i < literal.length; i++) {
            literal[i] = args[i].startsWith("@") ? "@" + args[i] : args[i];
        }
        return literal;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command: say what to do, for example 'run'");
    }

    /** The output is UTF-8 even if the locale says ASCII. */
    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
