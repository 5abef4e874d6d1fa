package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ExitCode;
import dev.multiproc.launcher.ManifestVersion;
import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.job.Halt;
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
            "Without work of your own the children are the tutorials' cooks and eaters: egon1, egon2, ... make buns, bones and swill in"
                    + " turn, alex1, alex2, ... eat them. When all are done the parent prints its own line, the last one.",
            "With your own, classes or commands, it is a pipeline: items come from the producers or from standard input, and go to the"
                    + " consumers or to standard output. An item whose consumer fails or is killed is given to another one."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc run",
            "  multiproc run -p 3 -c 2 --queue plain --consume-time 0s..500ms",
            "  multiproc run -n 100000 --quiet --produce-time 0 --consume-time 0 --json -",
            "  multiproc run -p 2 --producer app.Orders -c 4 --consumer app.Packing -cp app.jar --restart on-failure",
            "  seq 100 | multiproc run -c 4 --consumer-cmd 'sh work.sh {}'",
            "",
            "Exit codes:",
            "  0         every item was consumed, once",
            "  1         items were lost, dead-lettered or consumed twice",
            "  2         wrong arguments",
            "  3, 4      a child ended with another exit code than 0; by a signal, and was",
            "            not started again",
            "  124       --timeout ran out",
            "  130, 143  interrupted by SIGINT (Ctrl-C), SIGTERM: the first stops the",
            "            producers and lets the queue drain, the second ends the children,",
            "            the third kills them"
        })
public final class RunCommand implements Callable<Integer> {
    private static final int MAX_CHILDREN = 1000;
    private static final int DEFAULT_PRODUCERS = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-p", "--producers"},
            paramLabel = "N",
            description = "Producers (default: 3; 1 of your own).")
    private Integer producers;

    @Option(
            names = {"-c", "--consumers"},
            paramLabel = "N",
            defaultValue = "2",
            description = "Consumers (default: ${DEFAULT-VALUE}).")
    private int consumers;

    @Mixin
    private WorkloadArguments workload;

    @Mixin
    private QueueArguments queue;

    @Mixin
    private ServerOption server;

    @Mixin
    private ChildArguments children;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends the run when it takes longer, with exit code 124.")
    private Duration timeout;

    @Mixin
    private WorkArguments own;

    @Option(
            names = "--halt",
            paramLabel = "WHEN",
            converter = Halt.Converter.class,
            defaultValue = "never",
            description =
                    "Stops before all is done: now|soon,fail|success|done=N or N%%, as GNU parallel does. soon lets consumers finish"
                            + " what they have; an item has failed after its --retries (default: ${DEFAULT-VALUE}).")
    private Halt halt;

    @Option(names = "--dry-run", description = "Shows what would be started, and starts nothing.")
    private boolean dryRun;

    @Mixin
    private DisplayArguments display;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description =
                    "A page with charts of the run, a time line of its children, and their figures; one file for any browser.")
    private Path report;

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
        if (dryRun) {
            for (String line : new DryRun(options).lines()) {
                StandardStream.OUT.println(line);
            }
            return ExitCode.DONE;
        }
        long seed = options.workload().seed();
        if (!display.isQuiet() && workload.isSeedWorthPrinting(options.workload(), options.work())) {
            StandardStream.ERR.printlnIgnoringErrors(
                    "seed " + seed + " (--seed " + seed + " gives the same times again)");
        }
        return new Run(options).call();
    }

    private RunOptions options() throws IOException {
        ArgumentCheck check = new ArgumentCheck(spec);
        if (timeout != null) {
            check.positive("--timeout", timeout);
        }
        boolean isOutputForJson = RunOptions.isStandardOutput(json);
        if (json != null && !isOutputForJson) {
            check.writable("--json", Path.of(json).toAbsolutePath());
        }
        if (report != null) {
            check.writable("--report", report.toAbsolutePath());
        }
        Work work = own.work();
        StandardStream lines = isOutputForJson ? StandardStream.ERR : StandardStream.OUT;
        QueueSettings settings = queue.settings(work, server);
        Workload made = workload.workload(producers(check, work), work, settings);
        DisplayOptions shown = display.display(lines, work, workload.total(made, work));
        int consumerCount = check.inRange("--consumers", consumers, 1, MAX_CHILDREN);
        return new RunOptions(
                work,
                made,
                consumerCount,
                settings,
                children.settings(made.producers(), consumerCount),
                display.output(lines, shown),
                shown,
                halt,
                Optional.ofNullable(timeout),
                Optional.ofNullable(report),
                Optional.ofNullable(json));
    }

    private int producers(ArgumentCheck check, Work work) {
        if (work.readsInput() && producers != null) {
            throw check.invalid(
                    "--producers has no meaning where the lines of standard input are the items: give --producer-cmd"
                            + " or --producer, or leave it out");
        }
        int count = producers != null ? producers : work.isOfTheTutorials() ? DEFAULT_PRODUCERS : 1;
        return check.inRange("--producers", count, 1, MAX_CHILDREN);
    }
}
