package dev.multiproc.launcher.run;

import dev.multiproc.ChildOutput;
import dev.multiproc.Options;
import dev.multiproc.launcher.job.Halt;
import dev.multiproc.launcher.output.StandardStream;
import dev.multiproc.sync.SharedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One run: opens the session, runs the workers, prints the report. */
final class Run {
    private final RunOptions options;

    Run(RunOptions options) {
        this.options = options;
    }

    /** Runs the workers and prints the report; returns the exit code of the command. */
    int call() throws IOException, InterruptedException {
        RunReport report;
        Termination termination;
        RunHistory history;
        Progress progress = new Progress(options.display(), options.output());
        try (JournalDirectory journals = JournalDirectory.create();
                RunSession session = RunSession.open(options.queue(), sessionOptions(progress))) {
            SharedEvent stop =
                    options.halt().equals(Halt.NEVER) ? null : session.session().event();
            EarlyStop early = new EarlyStop(options.halt(), options.display().total(), stop);
            Workers workers = new WorkerFactory(options, session, journals, stop).workers();
            LiveFigures figures = new LiveFigures(journals, workers);
            RunWatch watch = new RunWatch(session.queue(), figures, progress, early, workers);
            RunMonitor monitor = new RunMonitor(session.queue(), options.timeout(), watch);
            history = watch.history(monitor::wake);
            try {
                termination = runWorkers(workers, session, monitor, history);
            } finally {
                progress.close();
            }
            if (early.isReached() && termination.abortCode().isEmpty()) {
                termination = Termination.halted(early.isFailure(), early.toString());
            }
            report = new ReportBuilder(options.workload(), session, journals).report(workers, monitor);
        }
        RunResult result = RunResult.of(report, termination);
        if (options.report().isPresent()) {
            Files.writeString(options.report().get(), new RunPage(report, history, result.problems()).text());
        }
        print(report, termination, result);
        progress.check();
        return result.exitCode();
    }

    private Options sessionOptions(Progress progress) {
        Optional<ChildOutput> output =
                options.display().isRouted() ? Optional.of(ChildOutput.lines(progress::line)) : Optional.empty();
        return options.children().sessionOptions(options.work().classPath(), output);
    }

    private Termination runWorkers(Workers workers, RunSession session, RunMonitor monitor, RunHistory history)
            throws InterruptedException {
        boolean finishesLater = options.work().finishesLater();
        Lifecycle lifecycle = new Lifecycle(
                workers,
                session.queue(),
                monitor,
                finishesLater,
                options.children().grace());
        InterruptHandler interruptHandler = InterruptHandler.install(workers);
        Termination termination = Termination.normal();
        try {
            lifecycle.run(
                    history, options.queue().stop(), Item.end(options.workload().runId()));
        } catch (TimeoutException limitExceeded) {
            termination = Termination.timedOut(timeoutMessage(workers));
        } finally {
            lifecycle.endWorkers();
        }
        OptionalInt interrupted = interruptHandler.exitCode();
        return interrupted.isPresent() ? Termination.interrupted(interrupted.getAsInt()) : termination;
    }

    private String timeoutMessage(Workers workers) {
        String names = workers.running().stream()
                .map(worker -> worker.name() + " (pid " + worker.pid() + ")")
                .collect(Collectors.joining(", "));
        double seconds = options.timeout().orElse(Duration.ZERO).toNanos() / 1e9;
        return "timed out after " + seconds + " s; still running, and ended now: " + names;
    }

    private void print(RunReport report, Termination termination, RunResult result) throws IOException {
        if (!options.output().quiet()) {
            for (String line : Summary.lines(report)) {
                StandardStream.ERR.printlnIgnoringErrors(line);
            }
        }
        for (String problem : result.problems()) {
            StandardStream.ERR.printlnIgnoringErrors("multiproc: " + problem);
        }
        if (options.json().isPresent()) {
            writeJson(options.json().get(), RunJson.text(report));
        }
        if (termination.abortCode().isEmpty() && options.work().isOfTheTutorials()) {
            options.output().stream().println(options.output().language().parent());
        }
    }

    private static void writeJson(String destination, String json) throws IOException {
        if (RunOptions.isStandardOutput(destination)) {
            StandardStream.OUT.println(json);
        } else {
            Files.writeString(Path.of(destination), json + "\n");
        }
    }
}
