package dev.multiproc.launcher.run;

import dev.multiproc.launcher.output.ColorOption;
import dev.multiproc.launcher.output.StandardStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command-line options for what is shown. */
final class DisplayArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            converter = Language.Converter.class,
            defaultValue = "zh",
            description =
                    "Language of the built-in children's lines: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Language language;

    @Option(names = "--tag", description = "Each line of a child begins with its name.")
    private boolean tag;

    @Option(
            names = {"--latest-line", "--ll"},
            description = "The terminal shows the last line of each child only.")
    private boolean latestLine;

    @Option(
            names = {"--bar", "--eta"},
            description =
                    "Shows how far the run is, and how long it will take, also where standard output is no terminal.")
    private boolean bar;

    @Option(
            names = "--no-progress",
            description = "Does not show it. (Without a terminal, or with CI set, it is not shown either.)")
    private boolean noProgress;

    @Option(names = "--quiet", description = "No lines of the built-in children, no summary.")
    private boolean quiet;

    @Option(
            names = "--log-dir",
            paramLabel = "DIR",
            description = "What each child prints goes to a file DIR/NAME.log instead.")
    private Path logDirectory;

    @Mixin
    private ColorOption color;

    /** What the lines of children look like. */
    OutputOptions output(StandardStream lines, DisplayOptions display) {
        return new OutputOptions(language, color.appliesTo(lines), tag && !display.isRouted(), quiet, lines);
    }

    /** What the parent shows. */
    DisplayOptions display(StandardStream lines, Work work, OptionalLong total) {
        ArgumentCheck check = new ArgumentCheck(spec);
        if (bar && noProgress) {
            throw check.invalid("--bar and --no-progress exclude each other: give one of them");
        }
        if (logDirectory != null) {
            check.directory("--log-dir", logDirectory.toAbsolutePath());
        }
        boolean isTerminal = StandardStream.ERR.isTerminal();
        boolean bothAreTerminals = isTerminal && lines.isTerminal();
        boolean mayShow = !noProgress && !quiet && isTerminal;
        boolean hasBar = mayShow && (bar || bothAreTerminals && System.getenv("CI") == null);
        boolean routed =
                logDirectory == null && (hasBar && bothAreTerminals || latestLine || tag && !work.isOfTheTutorials());
        return new DisplayOptions(hasBar, latestLine && hasBar, routed, tag && routed, logDirectory, total);
    }

    boolean isQuiet() {
        return quiet;
    }
}
