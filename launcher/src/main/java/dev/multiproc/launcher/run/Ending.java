package dev.multiproc.launcher.run;

import dev.multiproc.launcher.ExitCode;
import java.util.OptionalInt;

/**
 * How a run came to its end.
 *
 * @param cutShort the exit code if it was interrupted or timed out; empty if the work came to its own end
 * @param reason says why it was cut short
 */
record Ending(OptionalInt cutShort, String reason) {
    static Ending byItself() {
        return new Ending(OptionalInt.empty(), "");
    }

    static Ending interrupted(int exitCode) {
        return new Ending(OptionalInt.of(exitCode), "interrupted by signal " + (exitCode - ExitCode.SIGNAL_BASE));
    }

    static Ending timedOut(String reason) {
        return new Ending(OptionalInt.of(ExitCode.TIMED_OUT), reason);
    }
}
