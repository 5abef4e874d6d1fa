package dev.multiproc.launcher.queue;

import dev.multiproc.Multiprocessing;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.args.SizeConverter;
import dev.multiproc.launcher.job.CommandTemplate;
import dev.multiproc.launcher.job.Halt;
import dev.multiproc.launcher.job.JobPrinter;
import dev.multiproc.launcher.job.JobRunner;
import dev.multiproc.launcher.job.JobSettings;
import dev.multiproc.launcher.job.TermSequence;
import dev.multiproc.launcher.job.TimeLimit;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.queue.JoinableQueue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc work}: runs a command for each item of a durable queue. */
@Command(
        name = "work",
        customSynopsis = "multiproc work [OPTIONS] QUEUE -- CMD [ARG]...",
        description = {
            "Runs a command for each item of a durable queue, several at once, until the queue is empty and no process anywhere"
                    + " works on an item of it.",
            "An item is done when its command has ended with exit code 0 and its output was printed. Otherwise it is given back and"
                    + " tried again, and in the end a dead letter. What a killed worker had taken is given out again.",
            "In CMD, {} is the item, {#} the job's number, {%%} its slot; {.} {/} {//} {/.} are parts of a path, as in GNU parallel."
                    + " Without any of them the item is the last argument. Words are executed without a shell; a single word with a"
                    + " space in it is a line for sh, in which {} is quoted and needs no quotes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiproc work urls -j 4 -- curl -sSfO {}",
            "  multiproc work images --timeout 200%% --joblog log -- 'convert {} small/{/}'",
            "  multiproc work urls --retry-failed --retries 1 -- curl -sSfO {}",
            "",
            "Exit codes:",
            "  0         all items are done",
            "  1         items became dead letters; one line each says why",
            "  2         wrong arguments",
            "  130, 143  interrupted by SIGINT (Ctrl-C), SIGTERM: the first ends the taking",
            "            of items, the second sends SIGTERM to the commands, the third",
            "            kills them; what is not done is in the queue again",
            "  141       the reader of the output closed the pipe"
        })
public final class WorkCommand implements Callable<Integer> {
    private static final int MAX_SLOTS = 1_000;
    private static final int DEFAULT_RETRIES = 5;
    private static final int MAX_RETRIES = 250;

    @Spec
    private CommandSpec spec;

    @Mixin
    private QueueDirectory directory;

    @Mixin
    private ServerOption server;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "CMD",
            description = "The command and its arguments, behind --.")
    private List<String> command;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Jobs that run at once (default: the number of processors).")
    private Integer jobs;

    @Option(
            names = {"-k", "--keep-order"},
            description = {
                "Prints outputs in the order in which the items were taken. An item whose output waits for its turn is not done yet;"
                        + " up to 1000 may wait."
            })
    private boolean keepsOrder;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = {
                "How often an item is tried before it is a dead letter (default: 5; with --halt at failures, 1). Tries that a kill"
                        + " or a Ctrl-C ended count too, but do not make it one."
            })
    private Integer retries;

    @Option(names = "--retry-failed", description = "First puts the queue's dead letters back into it, as new items.")
    private boolean retriesFailed;

    @Option(names = "--follow", description = "Goes on when the queue is empty, until it is interrupted.")
    private boolean isFollowing;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeLimit.Converter.class,
            description = {
                "How long a job may take: 30s; or 200%% of the median time of those that were done, once there are three. A job that"
                        + " takes longer is ended by --term-seq and has failed."
            })
    private TimeLimit timeout;

    @Option(
            names = "--term-seq",
            paramLabel = "SEQ",
            converter = TermSequence.Converter.class,
            defaultValue = TermSequence.DEFAULT,
            description = {
                "Signals to all processes of a job that is to end, and milliseconds to wait after each (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private TermSequence termination;

    @Option(
            names = "--halt",
            paramLabel = "WHEN",
            converter = Halt.Converter.class,
            defaultValue = "never",
            description = {
                "Ends early: now or soon, and a number or percentage of items that fail, succeed or are done:"
                        + " soon,fail=1, now,success=1, now,done=10%%. With now, running jobs are ended and their items given back."
            })
    private Halt halt;

    @Option(
            names = "--joblog",
            paramLabel = "FILE",
            description = "Appends a line for each job, with GNU parallel's columns.")
    private Path jobLog;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Also writes the output of each job to DIR/1/ITEM/stdout, stderr and its number to seq.")
    private Path results;

    @Option(
            names = "--memfree",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = {
                "Begins a job only if so much memory is free. Below half of it, the youngest of several jobs is ended and its item"
                        + " given back."
            })
    private Long freeMemoryBytes;

    @Option(names = "--tag", description = "Each line of output begins with the item and a tab.")
    private boolean hasTags;

    @Option(
            names = {"--line-buffer", "--lb"},
            description =
                    "Prints each line as soon as it is whole, not each job's output when it has ended. -k overrules it.")
    private boolean isByLine;

    @Override
    public Integer call() throws Exception {
        WorkSettings settings = settings();
        // Before the session, so that a file that cannot be written is reported before anything is taken.
        try (JobRunner runner = new JobRunner(settings.jobs());
                Multiprocessing session = directory.open(server, isFollowing)) {
            JoinableQueue<Object> queue = directory.queue(session, isFollowing);
            if (retriesFailed) {
                int count = queue.deadLetters().redrive();
                StandardStream.ERR.printlnIgnoringErrors(
                        "multiproc: dead letters that are in the queue again: " + count);
            }
            return new Work(queue, settings, runner).run();
        }
    }

    private WorkSettings settings() {
        int slots = jobs == null ? Multiprocessing.cpuCount() : inRange("-j", jobs, MAX_SLOTS);
        boolean isHaltedByFailure = halt.when() != Halt.When.NEVER && halt.what() == Halt.What.FAIL;
        int tries =
                retries == null ? isHaltedByFailure ? 1 : DEFAULT_RETRIES : inRange("--retries", retries, MAX_RETRIES);
        if (halt.isPercent() && isFollowing) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--halt " + halt + " is a part of all items, and with --follow there is no end of them");
        }
        return new WorkSettings(
                new JobSettings(
                        template(),
                        slots,
                        Optional.ofNullable(timeout),
                        termination,
                        Optional.ofNullable(jobLog),
                        Optional.ofNullable(results),
                        Optional.ofNullable(freeMemoryBytes)),
                new JobPrinter.Options(keepsOrder, isByLine, hasTags),
                tries,
                halt,
                isFollowing);
    }

    private int inRange(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 to " + max + ", not " + value);
        }
        return value;
    }

    private CommandTemplate template() {
        List<byte[]> words =
                RawArguments.of(command, spec.commandLine().getParseResult().originalArgs());
        return command.size() == 1 && command.get(0).matches("(?s).*\\s.*")
                ? CommandTemplate.ofShellLine(words.get(0))
                : CommandTemplate.ofWords(words);
    }
}
