package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.SizeConverter;
import dev.multiproc.launcher.job.TermSequence;
import dev.multiproc.launcher.work.ItemCommandSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command-line options for commands that run once for each item. They mean what they mean in GNU parallel. */
final class JobArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--joblog",
            paramLabel = "FILE",
            description = "With {} in --consumer-cmd: a line for each run of it, behind what is in the file.")
    private Path jobLog;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "With {}: a directory with the standard output and error of each run.")
    private Path results;

    @Option(
            names = "--memfree",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "With {}: starts no run while less memory is free.")
    private Long freeMemory;

    @Option(
            names = "--line-buffer",
            description = "With {}: lines are printed as they come, not those of a run in one piece at its end.")
    private boolean lineBuffer;

    @Option(
            names = "--term-seq",
            paramLabel = "SEQ",
            description =
                    "How a run is ended: signals, and milliseconds after each (default: " + TermSequence.DEFAULT + ").")
    private String termSequence;

    /** Refuses what has no meaning. */
    void check(boolean runsForEachItem) {
        ArgumentCheck check = new ArgumentCheck(spec);
        if (termSequence != null) {
            checkSequence(check);
        }
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--joblog", jobLog != null);
        given.put("--results", results != null);
        given.put("--memfree", freeMemory != null);
        given.put("--line-buffer", lineBuffer);
        given.put("--term-seq", termSequence != null);
        for (Map.Entry<String, Boolean> option : given.entrySet()) {
            if (option.getValue() && !runsForEachItem) {
                throw check.invalid(
                        option.getKey() + " is for commands that run once for each item: put {} into --consumer-cmd");
            }
        }
        if (jobLog != null) {
            check.writable("--joblog", jobLog.toAbsolutePath());
        }
        if (results != null) {
            check.directory("--results", results.toAbsolutePath());
        }
    }

    private void checkSequence(ArgumentCheck check) {
        try {
            new TermSequence.Converter().convert(termSequence);
        } catch (TypeConversionException wrong) {
            throw check.invalid("Invalid value for option '--term-seq': " + wrong.getMessage());
        }
    }

    ItemCommandSettings settings() {
        return new ItemCommandSettings(
                lineBuffer,
                termSequence == null ? TermSequence.DEFAULT : termSequence,
                jobLog == null ? null : jobLog.toAbsolutePath().toString(),
                results == null ? null : results.toAbsolutePath().toString(),
                freeMemory == null ? 0 : freeMemory);
    }
}
