package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.queue.QueueOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command-line options for the queue. */
final class QueueArguments {
    private static final int MAX_DELIVERIES = 255;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--queue",
            paramLabel = "KIND",
            converter = QueueKind.Converter.class,
            defaultValue = "joinable",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). From a plain queue an item is gone once taken.")
    private QueueKind queue;

    @Option(
            names = "--stop",
            paramLabel = "HOW",
            converter = StopMode.Converter.class,
            description = {
                "How consumers learn that no more will come: ${COMPLETION-CANDIDATES}.",
                "daemon: producers wait until all is consumed, then the parent ends the consumers; needs a joinable queue, and is"
                        + " the default of the built-in ones there. sentinel: the parent puts an end signal for each consumer;"
                        + " the default for a plain queue, and for your own consumers with --dir. shutdown: the parent shuts the"
                        + " queue down; the default for your own."
            })
    private StopMode stop;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            defaultValue = "0",
            description = "Items that may wait in the queue; 0 means no limit (default: ${DEFAULT-VALUE}).")
    private int capacity;

    @Option(
            names = {"--max-deliveries", "--retries"},
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often an item is handed out before it goes to the dead letters (default: ${DEFAULT-VALUE}).")
    private int maxDeliveries;

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = {
                "A directory where the queue outlives the run, also when all is killed: the next run there consumes what is left.",
                "A queue that is there keeps its --capacity and --max-deliveries."
            })
    private Path directory;

    /** The validated options. */
    QueueSettings settings(Work work, ServerOption server) {
        ArgumentCheck check = new ArgumentCheck(spec);
        StopMode mode = stop != null ? stop : defaultStop(work);
        if (stop == StopMode.DAEMON && !work.isOfTheTutorials()) {
            throw check.invalid(
                    "--stop daemon ends consumers without a word, so yours could not finish: use shutdown or"
                            + " sentinel");
        }
        if (queue == QueueKind.PLAIN && mode == StopMode.DAEMON) {
            throw check.invalid(
                    "--stop daemon needs a queue that can be joined: use --queue joinable, or --stop sentinel or shutdown");
        }
        if (directory != null && mode == StopMode.SHUTDOWN) {
            throw check.invalid(
                    "--stop shutdown would shut the queue in --dir for all later runs: use daemon or sentinel");
        }
        QueueOptions options = QueueOptions.bounded(check.inRange("--capacity", capacity, 0, Integer.MAX_VALUE))
                .withMaxDeliveries(check.inRange("--max-deliveries", maxDeliveries, 1, MAX_DELIVERIES));
        return new QueueSettings(
                queue,
                mode,
                options,
                Optional.ofNullable(directory),
                server.addressUnless("--dir", directory != null).map(address -> new ServerPlace(server, address)));
    }

    private StopMode defaultStop(Work work) {
        if (!work.isOfTheTutorials()) {
            return directory == null ? StopMode.SHUTDOWN : StopMode.SENTINEL;
        }
        return queue == QueueKind.JOINABLE ? StopMode.DAEMON : StopMode.SENTINEL;
    }
}
