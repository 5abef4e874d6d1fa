package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ManifestVersion;
import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.DurationRange;
import dev.multiproc.launcher.output.ColorChoice;
import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code multiproc run}: what it is told, and the check that it makes sense. */
@Command(
        name = "run",
        description = {
            "N producers and M consumers, each a JVM of its own, share a queue.",
            "The children are the tutorials' cooks and eaters: egon1, egon2, ... make buns, bones and swill in turn, alex1, alex2,"
                    + " ... eat them. When all are done the parent prints its own line, the last one."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc run",
            "  multiproc run -p 3 -c 2 --queue plain --consume-time 0s..500ms",
            "  multiproc run -n 100000 --quiet --produce-time 0 --consume-time 0 --json -",
            "",
            "Exit codes:",
            "  0         every item was eaten, once",
            "  1         items were lost, dead-lettered or eaten twice",
            "  2         wrong arguments",
            "  3, 4      a child ended with another exit code than 0; by a signal",
            "  124       --timeout ran out",
            "  130, 143  interrupted by SIGINT (Ctrl-C), SIGTERM: the first stops the",
            "            producers and lets the queue drain, the second ends the children,",
            "            the third kills them"
        })
public final class RunCommand implements Callable<Integer> {
    private static final int MAX_CHILDREN = 1000;
    private static final long MAX_ITEMS = 1_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-p", "--producers"},
            paramLabel = "N",
            defaultValue = "3",
            description = "Cooks (default: ${DEFAULT-VALUE}).")
    private int producers;

    @Option(
            names = {"-c", "--consumers"},
            paramLabel = "N",
            defaultValue = "2",
            description = "Eaters (default: ${DEFAULT-VALUE}).")
    private int consumers;

    @Option(
            names = {"-n", "--items"},
            paramLabel = "N",
            defaultValue = "3",
            description = "Items that each cook makes (default: ${DEFAULT-VALUE}).")
    private int items;

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
            names = "--produce-time",
            paramLabel = "TIME",
            defaultValue = "0s..3s",
            converter = DurationRange.Converter.class,
            description = "How long it takes to make an item: 500ms, or at random 0s..3s (default: ${DEFAULT-VALUE}).")
    private DurationRange produceTime;

    @Option(
            names = "--consume-time",
            paramLabel = "TIME",
            defaultValue = "0s..3s",
            converter = DurationRange.Converter.class,
            description = "How long it takes to eat an item (default: ${DEFAULT-VALUE}).")
    private DurationRange consumeTime;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Gives every worker the same times again. Without it the seed is random, and printed.")
    private Long seed;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends the run when it takes longer, with exit code 124.")
    private Duration timeout;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            converter = Language.Converter.class,
            defaultValue = "zh",
            description = "Language of the children's lines: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Language language;

    @Option(names = "--tag", description = "Each line of a child begins with its name.")
    private boolean tag;

    @Option(names = "--quiet", description = "No lines of children, no summary.")
    private boolean quiet;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ColorChoice.Converter.class,
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, which heeds NO_COLOR).")
    private ColorChoice color;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "The run's figures as JSON. With - they are all that goes to standard output, and lines go to standard"
                            + " error.")
    private String json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions options = options();
        if (seed == null && !quiet && !(produceTime.isFixed() && consumeTime.isFixed())) {
            StandardStream.ERR.println(
                    "seed " + options.seed() + " (--seed " + options.seed() + " gives the same times again)");
        }
        return new Run(options).call();
    }

    private RunOptions options() {
        StopMode stopMode = stop != null ? stop : queue == QueueKind.JOINABLE ? StopMode.DAEMON : StopMode.SENTINEL;
        StandardStream lines = RunOptions.isStandardOutput(json) ? StandardStream.ERR : StandardStream.OUT;
        RunOptions options = new RunOptions(
                inRange("--producers", producers, 1, MAX_CHILDREN),
                inRange("--consumers", consumers, 1, MAX_CHILDREN),
                inRange("--items", items, 0, Integer.MAX_VALUE),
                queue,
                stopMode,
                inRange("--capacity", capacity, 0, Integer.MAX_VALUE),
                produceTime,
                consumeTime,
                seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000),
                new Look(language, color.appliesTo(lines), tag, quiet, lines),
                Optional.ofNullable(timeout),
                Optional.ofNullable(json));
        checkTogether(options);
        return options;
    }

    private void checkTogether(RunOptions options) {
        if (options.queue() == QueueKind.PLAIN && options.stop() == StopMode.DAEMON) {
            throw wrong(
                    "--stop daemon needs a queue that can be joined: use --queue joinable, or --stop sentinel or shutdown");
        }
        if (options.itemCount() > MAX_ITEMS) {
            throw wrong("--producers times --items must not exceed " + MAX_ITEMS + ", not " + options.itemCount());
        }
        if (timeout != null && timeout.isZero()) {
            throw wrong("--timeout must be longer than nothing");
        }
        if (json != null && !RunOptions.isStandardOutput(json)) {
            checkWritable(Path.of(json).toAbsolutePath());
        }
    }

    /** Said now, not after an hour's run. */
    private void checkWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw wrong("--json needs a file, and " + file + " is a directory");
        }
        if (!Files.isDirectory(file.getParent())) {
            throw wrong("--json cannot write " + file + ": the directory " + file.getParent() + " does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw wrong("--json cannot write " + file + ": permission denied");
        }
    }

    private int inRange(String option, int value, int least, int most) {
        if (value < least) {
            throw wrong(option + " must be at least " + least + ", not " + value);
        }
        if (value > most) {
            throw wrong(option + " must be at most " + most + ", not " + value);
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
