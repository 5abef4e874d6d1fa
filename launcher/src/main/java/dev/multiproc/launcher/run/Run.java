package dev.multiproc.launcher.run;

import dev.multiproc.launcher.output.StandardStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One run, from the session's opening to the last line. */
final class Run {
    private final RunOptions options;

    Run(RunOptions options) {
        this.options = options;
    }

    /** Does the work and says how it went; gives the command's exit code. */
    int call() throws IOException, InterruptedException {
        RunReport report;
        Ending ending;
        try (LedgerDirectory ledgers = LedgerDirectory.create();
                RunSession session =
                        RunSession.open(options.queue(), options.children().sessionOptions())) {
            Crew crew = Crew.of(options, session, ledgers);
            Watch watch = new Watch(session.queue(), options.timeout());
            Duration grace = options.children().grace();
            ending = work(crew, new Shift(crew, session.queue(), watch, grace));
            report = new Bookkeeper(options.workload(), session, ledgers).report(crew, watch);
        }
        Verdict verdict = Verdict.of(report, ending);
        print(report, ending, verdict);
        return verdict.exitCode();
    }

    private Ending work(Crew crew, Shift shift) throws InterruptedException {
        Interrupts interrupts = Interrupts.listen(crew);
        Ending ending = Ending.byItself();
        try {
            shift.work(options.queue().stop(), Food.end(options.workload().runId()));
        } catch (TimeoutException tooLong) {
            ending = Ending.timedOut(whoIsStillRunning(crew));
        } finally {
            shift.end();
        }
        OptionalInt interrupted = interrupts.exitCode();
        return interrupted.isPresent() ? Ending.interrupted(interrupted.getAsInt()) : ending;
    }

    private String whoIsStillRunning(Crew crew) {
        String names = crew.running().stream()
                .map(member -> member.name() + " (pid " + member.pid() + ")")
                .collect(Collectors.joining(", "));
        double seconds = options.timeout().orElse(Duration.ZERO).toNanos() / 1e9;
        return "timed out after " + seconds + " s; still running, and ended now: " + names;
    }

    private void print(RunReport report, Ending ending, Verdict verdict) throws IOException {
        if (!options.look().quiet()) {
            for (String line : Summary.lines(report)) {
                StandardStream.ERR.tell(line);
            }
        }
        for (String problem : verdict.problems()) {
            StandardStream.ERR.tell("multiproc: " + problem);
        }
        if (options.json().isPresent()) {
            writeJson(options.json().get(), RunJson.text(report));
        }
        if (ending.cutShort().isEmpty()) {
            options.look().stream().println(options.look().language().parent());
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
