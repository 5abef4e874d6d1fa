package dev.multiproc.launcher.output;

import picocli.CommandLine.Option;

/** The option {@code --color} of every command that prints colours. */
public final class ColorOption {
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ColorMode.Converter.class,
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, which heeds NO_COLOR).")
    private ColorMode mode;

    /** Whether output to a stream is coloured. */
    public boolean appliesTo(StandardStream stream) {
        return mode.appliesTo(stream);
    }
}
