package dev.multiproc.launcher.bench;

import dev.multiproc.launcher.args.OwnSession;
import dev.multiproc.launcher.args.ServerOption;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code multiproc bench}: runs the cross-process benchmark scenarios. */
@Command(
        name = "bench",
        description = "Measures queues, locks, wake-ups and start-up between real processes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  multiproc bench                 all scenarios, a table at the end",
            "  multiproc bench a-stream-64B --runs 3",
            "  multiproc bench --raw           peer, scenario, metric, value: a line each",
            "  multiproc bench --at redis://host/0   queues and locks at a server, and its client by itself"
        })
public final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", description = "Which to run, by the begin of the name; all if none is given.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--runs", defaultValue = "5", description = "Repetitions of each (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(names = "--raw", description = "Prints peer, scenario, metric and value, a line for each figure.")
    private boolean raw;

    @Option(names = "--json", description = "Prints the figures as JSON.")
    private boolean json;

    @Option(names = "--markdown", description = "Prints the table for a document.")
    private boolean markdown;

    @Option(names = "--list", description = "Lists the scenarios.")
    private boolean list;

    @Option(names = "--jvm-arg", paramLabel = "ARG", description = "A flag for the child JVMs; may be repeated.")
    private List<String> jvmArgs = new ArrayList<>();

    @Mixin
    private ServerOption server;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Optional<URI> address = server.address();
        List<Scenario> all = address.isPresent() ? ServerScenarios.all(address.get()) : Scenarios.ALL;
        if (list) {
            all.forEach(scenario -> out.printf(Locale.ROOT, "%-20s %s%n", scenario.name(), scenario.description()));
            return 0;
        }
        if (repetitions < 1) {
            throw new ParameterException(spec.commandLine(), "--runs must be at least 1, runs=" + repetitions);
        }
        Recorder recorder = new Recorder((key, value) -> {
            if (raw) {
                out.print(Recorder.line(key, value));
                out.flush();
            }
        });
        List<Scenario> chosen = chosen(all);
        if (address.isPresent()) {
            try (OwnSession own = OwnSession.at(server, address.get(), "bench")) {
                runAll(chosen, recorder, own.address());
            }
        } else {
            runAll(chosen, recorder, null);
        }
        if (!raw) {
            out.print(
                    json
                            ? FigureTable.json(recorder)
                            : markdown ? FigureTable.markdown(recorder) : FigureTable.plain(recorder));
        }
        return 0;
    }

    private void runAll(List<Scenario> scenarios, Recorder recorder, URI at) throws InterruptedException {
        for (Scenario scenario : scenarios) {
            System.err.println(scenario.name() + ": " + scenario.description());
            List<String> flags = new ArrayList<>(scenario.jvmArgs());
            flags.addAll(jvmArgs);
            Driver.run(scenario, recorder, repetitions, at, flags);
        }
    }

    private List<Scenario> chosen(List<Scenario> all) {
        List<Scenario> chosen = all.stream()
                .filter(scenario -> names.isEmpty() || names.stream().anyMatch(scenario.name()::startsWith))
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no such scenario: " + String.join(", ", names) + "; see bench --list");
        }
        return chosen;
    }
}
