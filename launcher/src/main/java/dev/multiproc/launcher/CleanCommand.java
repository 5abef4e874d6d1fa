package dev.multiproc.launcher;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code multiproc clean}: removes what a crash of everything left. */
@Command(
        name = "clean",
        description = "Removes sessions whose processes are all gone.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  multiproc clean --dry-run"})
public final class CleanCommand implements Callable<Integer> {
    @Option(names = "--dry-run", description = "Says what would be removed and removes nothing.")
    private boolean dryRun;

    @Option(names = "--base", paramLabel = "PATH", description = "Where to look (default: where sessions are made).")
    private Path base;

    @Override
    public Integer call() {
        Options options = base == null ? Options.defaults() : Options.defaults().withBaseDirectory(base);
        for (Path directory : Multiprocessing.clean(options, dryRun)) {
            System.out.println((dryRun ? "would remove " : "removed ") + directory);
        }
        return 0;
    }
}
