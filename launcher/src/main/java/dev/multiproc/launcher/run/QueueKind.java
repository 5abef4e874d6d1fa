package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.EnumConverter;
import java.util.Locale;

/** The kind of queue that the items go through. */
enum QueueKind {
    JOINABLE,
    PLAIN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses it from the command line. */
    static final class Converter extends EnumConverter<QueueKind> {
        Converter() {
            super(QueueKind.class);
        }
    }
}
