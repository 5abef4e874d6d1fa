package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.EnumConverter;
import java.util.Locale;

/** How consumers learn that no more items will come. */
enum StopMode {
    /** They are not told: producers wait until all items are consumed, then the parent ends the consumers. */
    DAEMON,
    /** The parent puts one end signal for each consumer. */
    SENTINEL,
    /** The parent shuts the queue down. */
    SHUTDOWN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses it from the command line. */
    static final class Converter extends EnumConverter<StopMode> {
        Converter() {
            super(StopMode.class);
        }
    }
}
