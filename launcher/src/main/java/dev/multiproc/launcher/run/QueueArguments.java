package dev.multiproc.launcher.run;

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
                "How eaters learn that no more will come: ${COMPLETION-CANDIDATES}.",
                "daemon: cooks wait until all is eaten, then the parent ends the eaters; needs a joinable queue, and is the"
                        + " default there. sentinel: the parent puts an end signal for each eater; the default for a plain"
                        + " queue. shutdown: the parent shuts the queue down."
            })
    private StopMode stop;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            defaultValue = "0",
            description = "Items that may wait in the queue; 0 means no limit (default: ${DEFAULT-VALUE}).")
    private int capacity;

    @Option(
            names = "--max-deliveries",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often an item is handed out before it goes to the dead letters (default: ${DEFAULT-VALUE}).")
    private int maxDeliveries;

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = {
                "A directory where the queue outlives the run, also when all is killed: the next run there eats what is left.",
                "A queue that is there keeps its --capacity and --max-deliveries."
            })
    private Path directory;

    /** The validated options. */
    QueueSettings settings() {
        ArgumentCheck check = new ArgumentCheck(spec);
        StopMode mode = stop != null ? stop : queue == QueueKind.JOINABLE ? StopMode.DAEMON : StopMode.SENTINEL;
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
        return new QueueSettings(queue, mode, options, Optional.ofNullable(directory));
    }
}
