package dev.multiproc.launcher.output;

import dev.multiproc.launcher.args.ChoiceConverter;
import java.util.Locale;

/** When output is coloured. */
public enum ColorChoice {
    /** If it goes to a terminal and {@code NO_COLOR} is not set. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER;

    /**
     * Decides for one stream.
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

    /** As the usage help and messages write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    /** Reads it from the command line. */
    public static final class Converter extends ChoiceConverter<ColorChoice> {
        /** Made by the command line. */
        public Converter() {
            super(ColorChoice.class);
        }
    }
}
