package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.ChoiceConverter;
import java.util.Locale;

/** How eaters learn that no more food will come. */
enum StopMode {
    /** They do not: cooks wait until all is eaten, and the parent ends the eaters. */
    DAEMON,
    /** The parent puts an end signal for each. */
    SENTINEL,
    /** The parent shuts the queue down. */
    SHUTDOWN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads it from the command line. */
    static final class Converter extends ChoiceConverter<StopMode> {
        Converter() {
            super(StopMode.class);
        }
    }
}
