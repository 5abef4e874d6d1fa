package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ManifestVersion;
import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.output.ColorMode;
import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code multiproc run}: its options, and their validation. */
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

    @Mixin
    private WorkloadArguments workload;

    @Mixin
    private QueueArguments queue;

    @Mixin
    private ChildArguments children;

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
            converter = ColorMode.Converter.class,
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, which heeds NO_COLOR).")
    private ColorMode color;

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
        long seed = options.workload().seed();
        if (!quiet && workload.isSeedWorthPrinting(options.workload())) {
            StandardStream.ERR.printlnIgnoringErrors(
                    "seed " + seed + " (--seed " + seed + " gives the same times again)");
        }
        return new Run(options).call();
    }

    private RunOptions options() {
        ArgumentCheck check = new ArgumentCheck(spec);
        if (timeout != null) {
            check.positive("--timeout", timeout);
        }
        boolean isOutputForJson = RunOptions.isStandardOutput(json);
        if (json != null && !isOutputForJson) {
            check.writable("--json", Path.of(json).toAbsolutePath());
        }
        StandardStream lines = isOutputForJson ? StandardStream.ERR : StandardStream.OUT;
        return new RunOptions(
                workload.workload(check.inRange("--producers", producers, 1, MAX_CHILDREN)),
                check.inRange("--consumers", consumers, 1, MAX_CHILDREN),
                queue.settings(),
                children.settings(producers + consumers),
                new OutputOptions(language, color.appliesTo(lines), tag, quiet, lines),
                Optional.ofNullable(timeout),
                Optional.ofNullable(json));
    }
}
