package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.ChoiceConverter;
import java.util.Locale;

/** Which queue the food goes through. */
enum QueueKind {
    JOINABLE,
    PLAIN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads it from the command line. */
    static final class Converter extends ChoiceConverter<QueueKind> {
        Converter() {
            super(QueueKind.class);
        }
    }
}
