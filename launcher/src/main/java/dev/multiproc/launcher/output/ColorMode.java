package dev.multiproc.launcher.output;

import dev.multiproc.launcher.args.EnumConverter;
import java.util.Locale;

/** When output is coloured. */
public enum ColorMode {
    /** If it goes to a terminal and {@code NO_COLOR} is not set. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER;

    /**
     * Decides whether the output to a stream is coloured.
     *
     * @param stream where the output goes
     * @return true if it is to be coloured
     */
    public boolean appliesTo(StandardStream stream) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> !isSet("NO_COLOR") && !"dumb".equals(System.getenv("TERM")) && stream.isTerminal();
        };
    }

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    /** Parses it from the command line. */
    public static final class Converter extends EnumConverter<ColorMode> {
        /** Called by picocli. */
        public Converter() {
            super(ColorMode.class);
        }
    }
}
