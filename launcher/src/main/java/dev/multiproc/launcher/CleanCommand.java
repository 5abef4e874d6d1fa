package dev.multiproc.launcher;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code multiproc clean}: removes sessions that crashed, and moves damaged parts of a durable session aside. */
@Command(
        name = "clean",
        description = {
            "Removes sessions whose processes are all gone.",
            "With --damaged: saves what can be saved of a durable session that is refused."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  multiproc clean --dry-run", "  multiproc clean --damaged /var/lib/work"})
public final class CleanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Says what would be removed and removes nothing.")
    private boolean dryRun;

    @Option(names = "--base", paramLabel = "PATH", description = "Where to look (default: where sessions are made).")
    private Path base;

    @Option(
            names = "--damaged",
            paramLabel = "PATH",
            description =
                    "A durable session: moves what is damaged to a directory damaged-N in it, deletes nothing, and"
                            + " says what was kept.")
    private Path damaged;

    @Override
    public Integer call() {
        if (damaged != null) {
            return salvage();
        }
        Options options = base == null ? Options.defaults() : Options.defaults().withBaseDirectory(base);
        for (Path directory : Multiprocessing.clean(options, dryRun)) {
            System.out.println((dryRun ? "would remove " : "removed ") + directory);
        }
        return 0;
    }

    private Integer salvage() {
        if (dryRun || base != null) {
            throw new ParameterException(spec.commandLine(), "--damaged goes with no other option");
        }
        List<String> report = Multiprocessing.salvage(damaged);
        report.forEach(System.out::println);
        if (report.isEmpty()) {
            System.out.println("nothing is damaged: " + damaged);
        }
        return ExitCode.DONE;
    }
}
