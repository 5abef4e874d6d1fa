package dev.multiproc.launcher.top;

import dev.multiproc.launcher.args.DurationConverter;
import dev.multiproc.launcher.args.ServerOption;
import dev.multiproc.launcher.inspect.SessionSelector;
import dev.multiproc.launcher.inspect.SessionView;
import dev.multiproc.launcher.output.ColorOption;
import dev.multiproc.launcher.output.Json;
import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc top}: shows a session live. */
@Command(
        name = "top",
        description = {
            "Shows a session live: its processes, queues, locks, and who waits for whom.",
            "It disturbs nobody: it reads copies of the session's files. What cannot be known so is shown as -.",
            "At a server it asks that, and shows processor time and memory of this machine's processes only; keys reach these only,"
                    + " too."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Keys: q quit, h help, s sort, arrows select a process, p pause, c continue, e end, k kill, d dump threads.",
            "",
            "Examples:",
            "  multiproc top                      the only session there is",
            "  multiproc top 3f2a --sort memory   the session whose name begins so",
            "  multiproc top ./crawl --once --json",
            "  multiproc top --web ./crawl        in a browser",
            "  multiproc top --at redis://host/0 work"
        })
public final class TopCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MAX_PORT = 65_535;
    /** Between the two looks of --once: rates need two. */
    private static final long ONCE_MILLIS = 500;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SESSION|DIR",
            description = "Which: the begin of its name, or its directory.")
    private String session;

    @Mixin
    private SessionSelector selector;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "1s",
            description = "How often it looks (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            converter = Order.Converter.class,
            defaultValue = "start",
            description = "Sorts processes by ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Order order;

    @Option(names = "--once", description = "Looks twice within half a second, prints what there is, and ends.")
    private boolean once;

    @Option(names = "--json", description = "With --once: prints it as JSON.")
    private boolean asJson;

    @Option(
            names = "--web",
            arity = "0..1",
            paramLabel = "PORT",
            fallbackValue = "0",
            preprocessor = PortOrNone.class,
            description =
                    "Shows it in a browser of this machine instead, until the session ends; prints the URL, whose token"
                            + " is needed to see it (without PORT: any that is free).")
    private Integer port;

    @Mixin
    private ColorOption color;

    /** What stands behind --web and is no number is not its port, but says which session. */
    static final class PortOrNone implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> args, CommandSpec command, ArgSpec argument, Map<String, Object> information) {
            if (!args.isEmpty() && args.peek().matches("\\d+")) {
                return false;
            }
            argument.setValue(0);
            return true;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (asJson && !once) {
            throw new ParameterException(spec.commandLine(), "--json goes with --once");
        }
        if (port != null && (once || port < 0 || port > MAX_PORT)) {
            throw new ParameterException(
                    spec.commandLine(),
                    once ? "--web does not go with --once" : "--web needs a port up to " + MAX_PORT);
        }
        if (interval.compareTo(SHORTEST) < 0) {
            throw new ParameterException(spec.commandLine(), "--interval must be at least 100ms");
        }
        try (SessionView view = selector.select(server, session)) {
            return show(view);
        }
    }

    private int show(SessionView view) throws IOException, InterruptedException {
        if (once) {
            print(view);
            return 0;
        }
        if (port != null) {
            return serve(view);
        }
        TopScreen screen = new TopScreen(order, color.appliesTo(StandardStream.OUT));
        try (RawTerminal terminal = RawTerminal.open()) {
            return new TopLoop(view, terminal, screen, interval).run();
        }
    }

    private int serve(SessionView view) throws IOException, InterruptedException {
        Sampler sampler = new Sampler();
        try (TopServer page = TopServer.start(port)) {
            Optional<Sample> sample = sampler.next(view);
            System.out.println(page.url());
            for (; sample.isPresent(); sample = sampler.next(view)) {
                page.show(Json.text(SampleJson.of(sample.get())));
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            }
        }
        System.err.println("multiproc: the session has ended");
        return 0;
    }

    private void print(SessionView view) throws InterruptedException {
        Sampler sampler = new Sampler();
        Sample before = sampler.next(view.now());
        TimeUnit.MILLISECONDS.sleep(ONCE_MILLIS);
        // A session that has ended meanwhile is shown as it was.
        Sample sample = sampler.next(view).orElse(before);
        if (asJson) {
            System.out.println(Json.text(SampleJson.of(sample)));
        } else {
            SampleText.lines(sample, order).forEach(System.out::println);
        }
    }
}
